import NetLab
import Testing

@Suite struct ClusterMapTests {
    private static func pod(_ name: String, _ address: String) -> ClusterMap.Pod {
        ClusterMap.Pod(
            key: PodKey(namespace: "default", name: name), address: address, state: "running")
    }

    private let map = ClusterMap(
        name: "lab",
        nodes: [
            ClusterMap.Node(
                name: "node-1", addresses: ["192.168.50.11"], ranges: ["10.244.0.0/24"],
                isReady: true, lost: ["node-2"], pods: [pod("web-1", "10.244.0.2")]),
            ClusterMap.Node(
                name: "node-2", addresses: ["192.168.50.12"], ranges: ["10.244.1.0/24"],
                isReady: false, breaks: ["cut"], lost: ["node-1"]),
        ],
        waiting: [
            ClusterMap.Pod(
                key: PodKey(namespace: "default", name: "big"), address: "",
                state: "pending: 0/2 nodes are available")
        ],
        services: [
            ClusterMap.Service(
                key: PodKey(namespace: "default", name: "web"), address: "10.96.0.80",
                ports: ["80:30080/TCP"], backends: [PodKey(namespace: "default", name: "web-1")]),
            ClusterMap.Service(
                key: PodKey(namespace: "default", name: "nobody"), address: "10.96.0.81",
                ports: ["80/TCP"], backends: []),
        ])

    @Test func `the text has nodes with pods, who reaches whom, and Services with pods`() {
        #expect(
            map.text == [
                "lab lab: 2 nodes, 2 pods, 2 Services",
                "",
                "┌─ node-1  192.168.50.11  ready",
                "│  pods 10.244.0.0/24",
                "│    default/web-1  10.244.0.2  running",
                "└─ reaches no node; NOT node-2",
                "",
                "┌─ node-2  192.168.50.12  NOT READY, broken: cut",
                "│  pods 10.244.1.0/24",
                "└─ reaches no node; NOT node-1",
                "",
                "on no node",
                "  default/big    pending: 0/2 nodes are available",
                "",
                "default/web  10.96.0.80  80:30080/TCP",
                "  └─▶ web-1  10.244.0.2  node-1",
                "default/nobody  10.96.0.81  80/TCP",
                "  └─▶ nobody",
            ])
    }

    @Test func `the drawing has a box for each, a line for each way, and escaped words`() {
        var map = map
        map.name = "a<b"
        let svg = map.svg
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
        #expect(svg.contains("a&lt;b") && !svg.contains("a<b"))
        for words in ["node-1", "node-2  not ready", "default/web-1", "default/web<", "10.96.0.80"]
        {
            #expect(svg.contains(words), "\(words)")
        }
        // A way from the Service to its pod, and the broken line of each node's loss.
        #expect(svg.split(separator: "<path ").count - 1 == 3)
        #expect(svg.split(separator: "<rect ").count - 1 == 1 + 2 + 2 + 1)
    }
}
