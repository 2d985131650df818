/** @file The place of the Selection page, until it is built. */

export default function SelectionPage() {
  return (
    <section className="prose-page">
      <h1>Selection</h1>
      <p>
        This page is not built yet. Here two models will train on the same batches of a noisy corpus, one on every token
        and one only on those whose loss is most above a reference model’s; you will drag the cut between them and see
        whether it helped.
      </p>
      <p>
        What works today is <a href="#/tokens">Tokens</a>, which shows the losses that selection rests on.
      </p>
    </section>
  );
}
