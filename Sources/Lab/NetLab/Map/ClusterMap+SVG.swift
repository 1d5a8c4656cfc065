extension ClusterMap {
    /// The map as an SVG file: Services above, nodes with their pods below, a line for each way
    /// that a connection can take.
    public var svg: String { SVGDrawing(self).text }
}

/// Where everything of a map is, in pixels, and how it is drawn.
private struct SVGDrawing {
    struct Box {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        var top: (x: Int, y: Int) { (x + width / 2, y) }
        var bottom: (x: Int, y: Int) { (x + width / 2, y + height) }
    }

    private static let margin = 20
    private static let gap = 24
    private static let nodeWidth = 300
    private static let podHeight = 40
    private static let serviceHeight = 52

    private let map: ClusterMap

    init(_ map: ClusterMap) { self.map = map }

    private var width: Int {
        let columns = max(map.nodes.count, map.services.count, 1)
        return 2 * Self.margin + columns * (Self.nodeWidth + Self.gap) - Self.gap
    }

    private var nodesTop: Int { Self.margin + 40 + Self.serviceHeight + 90 }

    private var tallest: Int { map.nodes.map(\.pods.count).max() ?? 0 }

    private var height: Int {
        nodesTop + 70 + tallest * (Self.podHeight + 8) + 90 + map.waiting.count * 20
    }

    private func column(_ index: Int, of count: Int) -> Int {
        let span = (width - 2 * Self.margin + Self.gap) / max(count, 1)
        return Self.margin + index * span
    }

    private func box(ofService index: Int) -> Box {
        Box(
            x: column(index, of: map.services.count), y: Self.margin + 40, width: Self.nodeWidth,
            height: Self.serviceHeight)
    }

    private func box(ofNode index: Int) -> Box {
        Box(
            x: column(index, of: map.nodes.count), y: nodesTop, width: Self.nodeWidth,
            height: 60 + max(tallest, 1) * (Self.podHeight + 8))
    }

    private func box(ofPod index: Int, onNode node: Int) -> Box {
        let around = box(ofNode: node)
        return Box(
            x: around.x + 12, y: around.y + 52 + index * (Self.podHeight + 8),
            width: around.width - 24, height: Self.podHeight)
    }

    var text: String {
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                + "viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"#fcfcfa\"/>",
            words(map.name, Self.margin, Self.margin + 16, size: 20, isBold: true),
        ]
        for index in map.nodes.indices { parts.append(node(index)) }
        for index in map.services.indices { parts += ways(index) }
        for index in map.services.indices { parts.append(service(index)) }
        parts += losses()
        for (index, pod) in map.waiting.enumerated() {
            parts.append(
                words(
                    "\(pod.key) on no node (\(pod.state))", Self.margin,
                    height - 20 - index * 20, size: 12, color: "#a33"))
        }
        return (parts + ["</svg>", ""]).joined(separator: "\n")
    }

    private func service(_ index: Int) -> String {
        let service = map.services[index]
        let box = box(ofService: index)
        return frame(box, fill: "#e8f0fb", stroke: "#3465a4")
            + words(service.key.description, box.x + 10, box.y + 21, size: 14, isBold: true)
            + words(
                "\(service.address)  \(service.ports.joined(separator: " "))", box.x + 10,
                box.y + 41, size: 12)
    }

    private func node(_ index: Int) -> String {
        let node = map.nodes[index]
        let box = box(ofNode: index)
        let isWell = node.isReady && node.breaks.isEmpty
        let state = node.isReady ? "" : "  not ready"
        var text = frame(
            box, fill: isWell ? "#f2f2ee" : "#fbeeee", stroke: isWell ? "#777" : "#c22",
            isDashed: !isWell)
        text += words(
            node.name + state, box.x + 12, box.y + 22, size: 15, isBold: true,
            color: isWell ? "#222" : "#a22")
        text += words(
            (node.addresses.prefix(1) + node.ranges.prefix(1)).joined(separator: "   pods "),
            box.x + 12, box.y + 41, size: 12)
        for (place, pod) in node.pods.enumerated() {
            let inner = self.box(ofPod: place, onNode: index)
            let isRunning = pod.state == "running"
            text += frame(
                inner, fill: isRunning ? "#eaf6ea" : "#fff4dc",
                stroke: isRunning ? "#4a9a4a" : "#c90")
            text += words(pod.key.description, inner.x + 8, inner.y + 17, size: 12)
            text += words(
                pod.address + (isRunning ? "" : "  \(pod.state)"), inner.x + 8, inner.y + 33,
                size: 11, color: "#555")
        }
        return text
    }

    /// A line from a Service to each pod it leads to.
    private func ways(_ index: Int) -> [String] {
        let start = box(ofService: index).bottom
        return map.services[index].backends.compactMap { key in
            for (number, node) in map.nodes.enumerated() {
                guard let place = node.pods.firstIndex(where: { $0.key == key }) else { continue }
                let end = box(ofPod: place, onNode: number)
                return "<path d=\"M\(start.x) \(start.y) C\(start.x) \(start.y + 70) "
                    + "\(end.top.x) \(nodesTop - 60) \(end.x + end.width - 30) \(end.y)\" "
                    + "fill=\"none\" stroke=\"#3465a4\" stroke-opacity=\"0.55\" "
                    + "stroke-width=\"1.5\"/>"
            }
            return nil
        }
    }

    /// A broken line below for each pair of nodes that don't reach each other.
    private func losses() -> [String] {
        var parts: [String] = []
        for (index, node) in map.nodes.enumerated() {
            for name in node.lost {
                guard let other = map.nodes.firstIndex(where: { $0.name == name }) else { continue }
                let (start, end) = (box(ofNode: index).bottom, box(ofNode: other).bottom)
                let depth = start.y + 40
                parts.append(
                    "<path d=\"M\(start.x) \(start.y) C\(start.x) \(depth) \(end.x) \(depth) "
                        + "\(end.x) \(end.y)\" fill=\"none\" stroke=\"#c22\" "
                        + "stroke-dasharray=\"6 5\" stroke-width=\"2\"/>")
            }
        }
        return parts
    }

    private func frame(
        _ box: Box, fill: String, stroke: String, isDashed: Bool = false
    ) -> String {
        "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" "
            + "rx=\"6\" fill=\"\(fill)\" stroke=\"\(stroke)\""
            + (isDashed ? " stroke-dasharray=\"6 5\"" : "") + "/>\n"
    }

    private func words(
        _ text: String, _ x: Int, _ y: Int, size: Int, isBold: Bool = false,
        color: String = "#222"
    ) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
        return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" fill=\"\(color)\""
            + (isBold ? " font-weight=\"bold\"" : "") + ">\(escaped)</text>\n"
    }
}
