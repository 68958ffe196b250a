/*
 * Dorfnetz: the real map, fetched only when somebody taps the button of a <div data-map> (see site.js). From then
 * on the browser fetches Leaflet from us and pictures from the server that the page has named beside the button.
 */
(() => {
  'use strict';

  const fetched = (element) => new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', reject);
    document.head.append(element);
  });

  const fetch_leaflet = (box) => Promise.all([
    fetched(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: box.dataset.style })),
    window.L ? null : fetched(Object.assign(document.createElement('script'), { src: box.dataset.leaflet })),
  ]);

  /** Leaflet takes the credit as markup; it is plain text. */
  const escaped = (text) => Object.assign(document.createElement('i'), { textContent: text }).innerHTML;

  const draw = (box) => {
    const L = window.L;
    const sheet = document.createElement('div');
    sheet.className = 'sheet';
    sheet.setAttribute('role', 'region');
    sheet.setAttribute('aria-label', box.dataset.label);
    box.prepend(sheet);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const map = L.map(sheet, {
      scrollWheelZoom: false, zoomControl: false, zoomAnimation: !still, fadeAnimation: !still,
    });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(map);
    const tiles = L.tileLayer(box.dataset.tiles, { maxZoom: 19, attribution: escaped(box.dataset.credit) });
    // Map servers want to know who shows them; they learn the website, not the page.
    tiles.on('tileloadstart', ({ tile }) => { tile.referrerPolicy = 'strict-origin'; });
    tiles.addTo(map);
    const points = [...box.querySelectorAll('[data-latitude]')].map((point) =>
      ({ at: [Number(point.dataset.latitude), Number(point.dataset.longitude)], name: point.textContent }));
    for (const { at, name } of points) {
      L.circleMarker(at, { radius: 10, className: 'spot' })
        .bindTooltip(Object.assign(document.createElement('b'), { textContent: name }), { permanent: true, offset: [10, 0] })
        .addTo(map);
    }
    if (points.length === 1) map.setView(points[0].at, 14);
    else map.fitBounds(points.map(({ at }) => at), { padding: [40, 40] });
    sheet.focus();
  };

  for (const box of document.querySelectorAll('[data-map]')) {
    const [button, words] = [box.querySelector('button'), box.querySelector('p')];
    fetch_leaflet(box).then(() => {
      draw(box);
      button.remove();
      words.remove();
    }).catch(() => {
      words.textContent = box.dataset.failed;
      button.disabled = false;
    });
  }
})();
