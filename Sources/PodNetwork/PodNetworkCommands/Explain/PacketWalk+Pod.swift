import LinuxSystem
import NetworkAddress
import PodRules
import PodShaping
import RouteNetlink

extension PacketWalk {
    /// Out of a pod: its route, its pair, its bridge.
    mutating func leave(_ pod: ObservedPod) throws {
        let addresses = pod.addresses.map(\.address.description).joined(separator: ", ")
        note(.sender, "\(pod.name), \(addresses.isEmpty ? "no address" : addresses)")
        passed.append(pod)
        guard let inner = try node.socket(in: pod) else {
            object(.sender, "no file leads to the namespace behind \(pod.hostLink.name)")
            return end(.lost)
        }
        guard let route = route(.podRoute, inner, place: "the pod", from: source) else { return }
        source = source ?? route.source
        if route.kind == .local {
            note(.podRoute, "\(destination) is the pod's own")
            guard try inner.link(.loopback)?.isUp == true else {
                object(.receiver, "the pod's lo is switched off")
                return end(.lost)
            }
            return end(.delivered, pod.name)
        }
        let device = pod.interface?.name ?? "its interface"
        guard route.link == pod.interface?.index else {
            note(.podRoute, "\(route.prefixText) by another interface than \(device)")
            object(.podRoute, "another interface of the pod is not looked at: name that one")
            return end(.lost)
        }
        note(.podRoute, route.text(by: device))
        guard passPair(pod), passSpoofCheck(pod) else { return }
        try noteShaping(of: pod, isSending: true)
        let hop = route.gateway ?? destination
        guard let master = pod.hostLink.master, let bridge = node.links[master] else {
            // A pair without a bridge: the node answers for whatever it routes itself.
            guard node.has(hop) || hop == destination else {
                object(.pair, "nobody at \(pod.hostLink.name) has the gateway \(hop)")
                return end(.lost)
            }
            return try arrive(by: pod.hostLink)
        }
        try cross(bridge, from: pod, to: hop)
    }

    /// A pair whose ends are on.
    private mutating func passPair(_ pod: ObservedPod) -> Bool {
        let name = pod.interface?.name ?? "its end"
        for (link, what) in [(pod.interface, name), (pod.hostLink, pod.hostLink.name)] {
            guard let link else { continue }
            pass(link)
            guard link.isUp else {
                object(.pair, "\(what) is switched off")
                end(.lost)
                return false
            }
        }
        let master = pod.hostLink.master.map { " at \(node.name($0))" } ?? ""
        note(.pair, "\(name) of \(pod.name) – \(pod.hostLink.name)\(master)")
        return true
    }

    private mutating func passSpoofCheck(_ pod: ObservedPod) -> Bool {
        guard let senders = book.senders(at: pod.hostLink.name) else { return true }
        guard let mac = pod.interface?.mac, senders.contains(mac) else {
            let allowed = senders.map(\.description).sorted().joined(separator: ", ")
            object(
                .spoofCheck,
                "frames may come from \(allowed); the pod has "
                    + (pod.interface?.mac?.description ?? "no address"))
            end(.lost)
            return false
        }
        note(.spoofCheck, "frames from \(mac) pass")
        return true
    }

    private mutating func noteShaping(of pod: ObservedPod, isSending: Bool) throws {
        let found = try PodShaper.observe(pod.hostLink, socket: node.socket)
        guard let bucket = isSending ? found.egress : found.ingress else { return }
        let rate = bucket.rate.bytesPerSecond * 8
        note(.shaping, "\(isSending ? "sends" : "receives") at most \(rate) bits a second")
    }

    /// Over a bridge, to the node or to another port.
    private mutating func cross(
        _ bridge: Link, from pod: ObservedPod, to hop: IPAddress
    ) throws {
        pass(bridge)
        guard bridge.isUp else {
            object(.bridge, "\(bridge.name) is switched off")
            return end(.lost)
        }
        if node.has(hop) {
            note(.bridge, "\(bridge.name): \(hop) is the node's")
            return try arrive(by: bridge)
        }
        guard let other = node.pod(with: hop), other.hostLink.master == bridge.index else {
            let ports = node.links.values.filter {
                $0.master == bridge.index && ($0.kind != .veth || $0.peerNamespaceID == nil)
            }.map(\.name).sorted()
            guard !ports.isEmpty else {
                object(.bridge, "nobody at \(bridge.name) has \(hop)")
                return end(.lost)
            }
            note(.bridge, "\(bridge.name): \(hop) is none of the node's pods")
            return end(.leaves, ports.joined(separator: " or "))
        }
        guard other.hostLink.index != pod.hostLink.index else { return }
        if pod.hostLink.port?.isIsolated == true, other.hostLink.port?.isIsolated == true {
            note(.bridge, "\(bridge.name) passes nothing between isolated ports")
            return end(.forbidden)
        }
        if hop == destination, book.isIsolated(destination) {
            note(.ingressPolicy, "\(other.name) is isolated from its bridge")
            return end(.forbidden)
        }
        note(.bridge, "\(bridge.name) from port to port, past the node's routes")
        try enter(other)
    }

    /// Into a pod.
    mutating func enter(_ pod: ObservedPod) throws {
        passed.append(pod)
        guard passPair(pod) else { return }
        try noteShaping(of: pod, isSending: false)
        guard pod.addresses.contains(where: { $0.address == destination }) else {
            object(.receiver, "\(pod.name) does not have \(destination)")
            return end(.lost)
        }
        note(.receiver, "\(pod.name) takes it as \(target)")
        end(.delivered, pod.name)
        try returnAnswers(from: pod)
    }

    /// Answers go to the sender that the pod sees, or nobody hears them.
    private mutating func returnAnswers(from pod: ObservedPod) throws {
        guard let source, let inner = try node.socket(in: pod) else { return }
        if pod.addresses.contains(where: { $0.address == source }) {
            object(.answers, "the pod takes packets from \(source), its own, for forged ones")
            return end(.lost)
        }
        let back: Route
        do {
            back = try inner.route(to: source)
        } catch {
            object(.answers, "\(pod.name) has no route back to \(source)")
            return end(.lost)
        }
        guard isTranslated, pod.hostLink.master != nil, back.gateway == nil, !node.has(source),
            !node.asksRulesAtBridges(source.family)
        else { return }
        object(
            .answers,
            "\(pod.name) answers \(source) past the node, by the bridge: with an address that "
                + "was not asked (snat would bring the answers back)")
        end(.lost)
    }
}

extension Route {
    /// The destination, as `ip` writes it.
    var prefixText: String { destination?.description ?? "default" }

    /// `via 10.1.0.1 by eth0`.
    func text(by device: String) -> String {
        (gateway.map { "via \($0) by " } ?? "by ") + device
    }
}
