import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// A node with a pod that lives through everything, and what the node looked like before faults.
final class FaultBed {
    let wire: Wire
    let network: FaultNetwork
    /// The node with the pod `living` alone.
    private(set) var before = Snapshot()
    /// The addresses of the pod `living`.
    private var taken: Set<String> = []
    /// How many plugins were called.
    private(set) var operations = 0

    /// A node of a network.
    ///
    /// - Parameters:
    ///   - keepsLiving: whether there is the pod `living`.
    ///   - prepare: what is done before the first pod.
    init(
        _ network: FaultNetwork, keepsLiving: Bool = true, prepare: (Wire) throws -> Void = { _ in }
    ) throws {
        wire = try Wire()
        self.network = network
        try prepare(wire)
        for pod in ["living", "a"] { _ = try wire.pod(pod) }
        let living = try add("living")
        #expect(living.answer.status == 0, "\(living.answer.text)")
        taken = keepsLiving ? living.addresses : []
        // What the first attachment of a kind makes for all.
        #expect(try add("a").answer.status == 0)
        try delete("a")
        if !keepsLiving { try delete("living") }
        before = try Snapshot.observe(wire)
    }

    /// Calls one plugin of the network.
    func call(
        _ command: CNICommand, _ plugin: Int, _ pod: String, previous: JSON? = nil,
        namespace: String? = nil, fault: Fault? = nil
    ) throws -> Answer {
        operations += 1
        return try wire.call(
            .ours, command,
            try network.configuration(of: plugin, state: wire.state, previous: previous, pod: pod),
            pod: pod, namespace: namespace, fault: fault)
    }

    /// What ADD came to.
    struct Addition {
        /// The last plugin's answer.
        var answer: Answer
        /// The last result there was.
        var result: JSON?
        /// Whether the fault came.
        var isStruck = false

        var addresses: Set<String> {
            Set((result?["ips"]?.array ?? []).compactMap { $0["address"]?.string })
        }
    }

    /// Adds a pod; one of the plugins may meet a fault.
    func add(_ pod: String, _ fault: Fault? = nil, at struck: Int = 0) throws -> Addition {
        var addition = Addition(answer: Answer())
        for plugin in network.plugins.indices {
            addition.answer = try call(
                .add, plugin, pod, previous: addition.result,
                fault: plugin == struck ? fault : nil)
            if addition.answer.isStruck { addition.isStruck = true }
            guard addition.answer.status == 0 else { return addition }
            addition.result = addition.answer.json
        }
        #expect(addition.addresses.isDisjoint(with: taken), "an address was given twice")
        return addition
    }

    /// Deletes a pod as a runtime does: the last plugin first, none kept from it by another.
    func delete(
        _ pod: String, previous: JSON? = nil, namespace: String? = nil, isForward: Bool = false
    ) throws {
        let order = Array(network.plugins.indices)
        for plugin in isForward ? order : order.reversed() {
            let answer = try call(
                .delete, plugin, pod, previous: previous, namespace: namespace)
            #expect(answer.status == 0, "DEL of \(network.plugins[plugin]): \(answer.text)")
        }
    }

    /// Removes what belongs to none but the pod `living`.
    func collect() throws {
        for plugin in network.plugins.indices {
            var configuration = try network.configuration(
                of: plugin, state: wire.state, pod: "living")
            configuration["cni.dev/valid-attachments"] = [
                ["containerID": "living", "ifname": "eth0"]
            ]
            operations += 1
            let answer = try wire.call(.ours, .garbageCollect, configuration, pod: "")
            #expect(answer.status == 0, "GC of \(network.plugins[plugin]): \(answer.text)")
        }
    }

    /// The node is as it was, and the pod `a` empty. Namespaces that end take their links with
    /// them a little later.
    func expectClean(_ comment: Comment) throws {
        var now = try Snapshot.observe(wire)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(20)
        while now != before, clock.now < deadline, mayBeLate {
            now = try Snapshot.observe(wire)
        }
        // Printed as a difference; both sides whole would be pages.
        let isClean = now == before
        #expect(isClean, "\(comment.rawValue)\n\(now.difference(from: before))")
        let pod = try NetworkNamespace(path: wire.path("a"))
        let links = try Snapshot.links(in: pod, of: wire)
        #expect(links.isEmpty, "\(comment.rawValue): \(links) in the pod")
        guard !isClean || !links.isEmpty else { return }
        // One report is enough for what is left.
        try delete("a")
        try wire.removePod("a")
        _ = try wire.pod("a")
        before = try Snapshot.observe(wire)
    }

    /// Nothing is there that was not before; what was there may be gone. A bridge that is made
    /// again has another hardware address.
    func expectNothingMore(_ comment: Comment) throws {
        if !Files.exists(wire.path("a")) { _ = try wire.pod("a") }
        var left: [String] = []
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(20)
        repeat {
            left = try Snapshot.observe(wire).lines.subtracting(before.lines).sorted().filter {
                !$0.hasPrefix("link cni0 ")
            }
        } while !left.isEmpty && clock.now < deadline
        #expect(left.isEmpty, "\(comment.rawValue): \(left)")
        let links = try Snapshot.links(in: try wire.namespace("a"), of: wire)
        #expect(links.isEmpty, "\(comment.rawValue): \(links) in the pod")
        if !left.isEmpty || !links.isEmpty {
            // One report is enough.
            try wire.removePod("a")
            _ = try wire.pod("a")
            before = try Snapshot.observe(wire)
        }
    }

    /// Whether the kernel may still be ending a namespace.
    var mayBeLate = false
}
