import JSON

/// The kinds of pods that are placed.
enum Workload: String, CaseIterable {
    case plain
    case affinity
    case spread
    case antiaffinity

    /// What is said of it.
    var title: String {
        switch self {
        case .plain: "plain"
        case .affinity: "required node affinity, two of ten zones"
        case .spread: "spread over ten zones, maxSkew 1, DoNotSchedule"
        case .antiaffinity: "required anti-affinity by host, ten groups"
        }
    }

    /// Pods a second that are wanted at 5,000 nodes.
    var goal: Int {
        switch self {
        case .plain: 1000
        case .affinity: 800
        case .spread: 300
        case .antiaffinity: 150
        }
    }

    static let zone = "topology.kubernetes.io/zone"

    /// A simulated node: 16 processors, 64 GiB, 110 pods.
    static func node(_ number: Int) -> JSON {
        let amounts: JSON = ["cpu": "16", "memory": "64Gi", "pods": "110"]
        return [
            "apiVersion": "v1", "kind": "Node",
            "metadata": [
                "name": .string(name(ofNode: number)),
                "labels": [
                    "kubernetes.io/hostname": .string(name(ofNode: number)),
                    Self.zone: .string("zone-\(number % 10)"),
                ],
            ],
            "status": [
                "capacity": amounts, "allocatable": amounts,
                "conditions": [["type": "Ready", "status": "True", "reason": "KubeletReady"]],
            ],
        ]
    }

    static func name(ofNode number: Int) -> String { "node-\(number)" }

    /// A pod of this kind.
    func pod(_ number: Int) -> JSON {
        let group = "group-\(number % 10)"
        var spec: JSON = [
            "containers": [
                [
                    "name": "app", "image": "example.com/app:v1",
                    "resources": ["requests": ["cpu": "100m", "memory": "500Mi"]],
                ]
            ]
        ]
        let labels: JSON = ["matchLabels": ["app": .string(group)]]
        switch self {
        case .plain: break
        case .affinity:
            spec["affinity"] = [
                "nodeAffinity": [
                    "requiredDuringSchedulingIgnoredDuringExecution": [
                        "nodeSelectorTerms": [
                            [
                                "matchExpressions": [
                                    [
                                        "key": .string(Self.zone), "operator": "In",
                                        "values": ["zone-1", "zone-2"],
                                    ]
                                ]
                            ]
                        ]
                    ]
                ]
            ]
        case .spread:
            spec["topologySpreadConstraints"] = [
                [
                    "maxSkew": 1, "topologyKey": .string(Self.zone),
                    "whenUnsatisfiable": "DoNotSchedule", "labelSelector": labels,
                ]
            ]
        case .antiaffinity:
            spec["affinity"] = [
                "podAntiAffinity": [
                    "requiredDuringSchedulingIgnoredDuringExecution": [
                        ["labelSelector": labels, "topologyKey": "kubernetes.io/hostname"]
                    ]
                ]
            ]
        }
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string("pod-\(number)"), "namespace": "default",
                "uid": .string("uid-\(number)"), "labels": ["app": .string(group)],
            ],
            "spec": spec,
        ]
    }
}
