// Before the first paint, or a dark page would flash white.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  document.documentElement.dataset.storage = 'blocked';
}

// The first picture needs a recording and the script: both are asked for at once, and on a page without one, neither.
const page = location.hash.split(/[/?]/)[1] || 'tokens';
const recording = { tokens: 'opening', thoughts: 'thoughts-prosqa' }[page];
if (recording) {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', type: 'application/octet-stream' });
  link.href = `./runs/${recording}.safetensors`;
  document.head.append(link);
}
