// What the accounts of a case share: drawn from the signals, bounded, and further from any account that is pressed.
import cytoscape from "cytoscape";

const place = document.getElementById("links");
const left = document.getElementById("links-left");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const style = () => [
  { selector: "node", style: { label: "data(label)", "font-size": 11, color: colour("--ink-2"), "text-valign": "bottom", "text-margin-y": 4, width: 16, height: 16, "background-color": colour("--ink-3") } },
  { selector: "[kind = 'account']", style: { "background-color": colour("--accent") } },
  { selector: "[kind = 'place']", style: { "background-color": colour("--warn"), shape: "round-rectangle" } },
  { selector: "[kind = 'target']", style: { "background-color": colour("--c-CONTENT"), shape: "diamond" } },
  { selector: "[?own]", style: { width: 24, height: 24, "border-width": 3, "border-color": colour("--bad"), color: colour("--ink") } },
  { selector: "edge", style: { width: "mapData(strength, 0, 1, 1, 4)", "line-color": colour("--line-strong"), "curve-style": "haystack" } },
  { selector: "edge:selected, node:selected", style: { "line-color": colour("--accent"), "border-width": 3, "border-color": colour("--accent") } },
];

// Few that all know each other would lie on one heap: around a circle each has a place for its name.
const CIRCLE_MAX = 12;
const layout = (graph) => {
  const few = graph.nodes().length <= CIRCLE_MAX;
  const options = few
    ? { name: "circle", radius: 110 }
    : { name: "cose", nodeRepulsion: () => 90000, idealEdgeLength: () => 110, nodeDimensionsIncludeLabels: true, randomize: true };
  graph.layout({ animate: false, padding: 28, ...options }).run();
};

const fetched = async (account) => {
  const query = new URLSearchParams({ id: place.dataset.case });
  if (account) query.set("account", account);
  const answer = await fetch(`/case/links?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};

const add = (graph, links) => {
  for (const node of links.nodes) if (graph.getElementById(node.id).empty()) graph.add({ group: "nodes", data: node });
  for (const edge of links.edges) {
    const id = `${edge.source} ${edge.code} ${edge.target}`;
    if (graph.getElementById(id).empty()) graph.add({ group: "edges", data: { id, ...edge } });
  }
  left.textContent = links.leftOut > 0 ? left.dataset.words.replace("{0}", links.leftOut) : "";
};

if (place) {
  fetched().then(
    (links) => {
      place.hidden = links.edges.length === 0;
      document.getElementById("links-none").hidden = links.edges.length > 0;
      if (links.edges.length === 0) return;
      const graph = cytoscape({ container: place, style: style(), maxZoom: 1.4 });
      add(graph, links);
      layout(graph);
      graph.on("tap", "node[kind = 'account']", async (event) => {
        add(graph, await fetched(event.target.id()));
        layout(graph);
      });
      graph.on("dbltap", "node[kind = 'account']", (event) => {
        location.assign(`/account?${new URLSearchParams({ id: event.target.id() })}`);
      });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style()));
      place.dataset.ready = "true";
    },
    () => {
      document.getElementById("links-none").hidden = false;
      place.hidden = true;
    },
  );
}
