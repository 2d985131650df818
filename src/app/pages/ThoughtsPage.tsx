/** @file The place of the Thoughts page, until it is built. */

export default function ThoughtsPage() {
  return (
    <section className="prose-page">
      <h1>Thoughts</h1>
      <p>
        This page is not built yet. Here you will step through a model that reasons in continuous thoughts instead of
        words, see the search tree that each thought holds, and change a thought to learn what it was good for.
      </p>
      <p>
        What works today is <a href="#/tokens">Tokens</a>.
      </p>
    </section>
  );
}
