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
        The models themselves train and answer already, from a shell: <code>lab train thoughts</code> and{' '}
        <code>lab probe</code>. In this page, <a href="#/tokens">Tokens</a> and <a href="#/selection">Selection</a> work
        today.
      </p>
    </section>
  );
}
