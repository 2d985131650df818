/** Of the source that this page was built from; `uncommitted` where there is no repository. */
declare const __COMMIT__: string;
