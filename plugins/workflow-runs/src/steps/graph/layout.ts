/** Something to place, and what comes before it. */
export interface LayoutNode {
  id: string;
  dependsOn: readonly string[];
}

/** A place: how far from the start, and how far from the top; lanes may be fractions. */
export interface Place {
  layer: number;
  lane: number;
}

/** Where everything is drawn. */
export interface GraphLayout {
  places: ReadonlyMap<string, Place>;
  /** With the places that a line passes on its way. */
  edges: { from: string; to: string; points: Place[] }[];
  layers: number;
  /** From the topmost lane to the lowest one. */
  lanes: number;
}

interface Vertex {
  layer: number;
  lane: number;
  before: Vertex[];
  after: Vertex[];
}

const SWEEPS = 4;

/**
 * Places a graph in layers from left to right, as Sugiyama, Tagawa and Toda have it (1981): each node
 * behind all that it waits for, lines that pass a layer take a lane in it, neighbours are ordered so
 * that few lines cross, and everything stands as near to what it is connected with as there is room.
 */
export function layoutGraph(nodes: readonly LayoutNode[]): GraphLayout {
  const layerOf = layersOf(nodes);
  const vertices = new Map<string, Vertex>(
    nodes.map(({ id }) => [
      id,
      { layer: layerOf.get(id)!, lane: 0, before: [], after: [] },
    ]),
  );
  const layers: Vertex[][] = [];
  for (const vertex of vertices.values()) {
    (layers[vertex.layer] ??= []).push(vertex);
  }
  const edges = nodes.flatMap(({ id, dependsOn }) =>
    [...new Set(dependsOn)].flatMap(from => {
      const start = vertices.get(from);
      const end = vertices.get(id)!;
      // A line that goes back belongs to a cycle.
      if (!start || start.layer >= end.layer) return [];
      const line = [start];
      for (let layer = start.layer + 1; layer < end.layer; layer++) {
        const passing = { layer, lane: 0, before: [], after: [] };
        layers[layer].push(passing);
        line.push(passing);
      }
      line.push(end);
      line.slice(1).forEach((vertex, index) => {
        vertex.before.push(line[index]);
        line[index].after.push(vertex);
      });
      return [{ from, to: id, line }];
    }),
  );

  layers.forEach(layer => layer.forEach((each, lane) => (each.lane = lane)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    layers.forEach(layer => order(layer, 'before'));
    [...layers].reverse().forEach(layer => order(layer, 'after'));
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    layers.forEach(layer => settle(layer, 'before'));
    [...layers].reverse().forEach(layer => settle(layer, 'after'));
  }
  layers.forEach(layer => settle(layer, 'before'));

  const lanes = layers.flat().map(vertex => vertex.lane);
  const top = lanes.reduce((a, b) => Math.min(a, b), Infinity);
  const bottom = lanes.reduce((a, b) => Math.max(a, b), -Infinity);
  const placeOf = ({ layer, lane }: Vertex): Place => ({
    layer,
    lane: Math.round((lane - top) * 100) / 100,
  });
  return {
    places: new Map([...vertices].map(([id, each]) => [id, placeOf(each)])),
    edges: edges.map(({ from, to, line }) => ({
      from,
      to,
      points: line.map(placeOf),
    })),
    layers: layers.length,
    lanes: nodes.length === 0 ? 0 : Math.ceil(bottom - top) + 1,
  };
}

/** How many steps lead to each at most; what is in a cycle begins at the start. */
function layersOf(nodes: readonly LayoutNode[]): Map<string, number> {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const waits = new Map<string, number>();
  const after = new Map<string, string[]>();
  for (const { id, dependsOn } of nodes) {
    const known = [...new Set(dependsOn)].filter(key => byId.has(key));
    waits.set(id, known.length);
    for (const key of known) after.set(key, [...(after.get(key) ?? []), id]);
  }
  const layers = new Map(nodes.map(({ id }) => [id, 0]));
  const ready = nodes.map(node => node.id).filter(id => waits.get(id) === 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const next of after.get(id) ?? []) {
      layers.set(next, Math.max(layers.get(next)!, layers.get(id)! + 1));
      waits.set(next, waits.get(next)! - 1);
      if (waits.get(next) === 0) ready.push(next);
    }
  }
  return layers;
}

type Side = 'before' | 'after';

/** Where it would stand best: in the middle of what it is connected with. */
function wishOf(vertex: Vertex, side: Side): number {
  const others = vertex[side];
  if (others.length === 0) return vertex.lane;
  return others.reduce((sum, each) => sum + each.lane, 0) / others.length;
}

function order(layer: Vertex[], side: Side) {
  const wishes = new Map(layer.map(each => [each, wishOf(each, side)]));
  layer.sort((a, b) => wishes.get(a)! - wishes.get(b)!);
  layer.forEach((vertex, lane) => (vertex.lane = lane));
}

/** As near to its wish as the order and one lane of distance allow: isotonic regression. */
function settle(layer: Vertex[], side: Side) {
  const blocks: { sum: number; count: number }[] = [];
  layer.forEach((vertex, index) => {
    let block = { sum: wishOf(vertex, side) - index, count: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.count > block.sum / block.count;
      last = blocks.at(-1)
    ) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  let index = 0;
  for (const { sum, count } of blocks) {
    for (let each = 0; each < count; each++, index++) {
      layer[index].lane = sum / count + index;
    }
  }
}
