/** @file Training a model that thinks, in the page. */

export function Training() {
  return <section className="thoughts-training" aria-label="Train a model that thinks" />;
}
