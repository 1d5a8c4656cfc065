import LinuxSystem
import NetworkAddress
import NodeRoutes
import RouteNetlink

/// How a node's pods are attached, and how nodes reach each other's.
enum Making: String, CaseIterable {
    case ours = "martlet-cni"
    case byHand = "by hand"
    case reference = "reference"
}

/// How packets get from one node to the other.
enum Path: String, CaseIterable {
    case bridge = "on a node"
    case routed = "routed between two nodes"
    case vxlan = "by VXLAN between two nodes"

    var mode: RouteMode { self == .vxlan ? .vxlan : .direct }
    /// Of the pods' links.
    var mtu: Int { self == .vxlan ? 1450 : 1500 }
}

/// A node with two pods.
struct Node {
    let number: Int
    let namespace: NetworkNamespace
    let pods: [NetworkNamespace]

    var range: String { "10.128.\(number).0/24" }
    var address: String { "192.168.7.\(number)" }
    /// Filled in by who attaches them.
    var podAddresses: [IPAddress] = []

    var routed: RoutedNode {
        RoutedNode(
            name: "node\(number)", podCIDRs: [range].compactMap { IPPrefix($0) },
            addresses: [address].compactMap { IPAddress($0) })
    }
}
