import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Synchronization

/// Runtimes on one node that add and delete pods at random, and are killed at random.
final class Crowd: Sendable {
    let wire: Wire
    let network: FaultNetwork
    /// Which pod has an address, as far as a runtime was told.
    private let holders = Mutex<[String: String]>([:])
    private let problems = Mutex<[String]>([])
    private let calls = Mutex(0)

    init(_ wire: Wire, _ network: FaultNetwork) {
        self.wire = wire
        self.network = network
    }

    /// How many plugins were called.
    var operations: Int { calls.withLock { $0 } }
    /// What was not as it should be.
    var complaints: [String] { problems.withLock { $0 } }

    /// A runtime of its own pods, until so many plugins were called by all.
    func work(_ number: Int, pods: [String], until limit: Int) {
        var draws = Draws(seed: UInt64(number))
        do {
            for pod in pods { _ = try wire.pod(pod) }
            while operations < limit {
                let pod = pods[Int(draws.next() % UInt64(pods.count))]
                let isAdded = try add(pod, &draws)
                if isAdded, draws.next() % 4 == 0 { try crash(pod, &draws) }
                try delete(pod, &draws)
            }
        } catch {
            complain("\(error)")
        }
    }

    /// Adds a pod.
    /// - Returns: whether the runtime has a result.
    private func add(_ pod: String, _ draws: inout Draws) throws -> Bool {
        var previous: JSON?
        for plugin in network.plugins.indices {
            let fault = fault(&draws, oneIn: 3)
            let answer = try call(.add, plugin, pod, previous: previous, fault: fault)
            guard answer.status == 0 else {
                if fault == nil { complain("ADD of \(pod): \(answer.text)") }
                return false
            }
            previous = answer.json
        }
        for address in previous?["ips"]?.array ?? [] {
            guard let text = address["address"]?.string else { continue }
            let other = holders.withLock { $0.updateValue(pod, forKey: text) }
            if let other { complain("\(text) was given to \(pod) while \(other) had it") }
        }
        return true
    }

    /// Deletes a pod; a runtime that was killed does so again.
    private func delete(_ pod: String, _ draws: inout Draws) throws {
        holders.withLock { all in
            for (address, holder) in all where holder == pod { all[address] = nil }
        }
        let namespace = draws.next() % 3 == 0 ? "" : nil
        while true {
            var isDone = true
            for plugin in network.plugins.indices.reversed() {
                let fault = fault(&draws, oneIn: 4)
                let answer = try call(
                    .delete, plugin, pod, namespace: namespace, fault: fault)
                if answer.isStruck || answer.status != 0 { isDone = false }
                if answer.status != 0, fault == nil {
                    complain("DEL of \(pod): \(answer.text)")
                    return
                }
            }
            if isDone { return }
        }
    }

    /// The pod's namespace ends before its runtime knows.
    private func crash(_ pod: String, _ draws: inout Draws) throws {
        try wire.removePod(pod)
        if draws.next() % 2 == 0 { _ = try call(.delete, 0, pod) }
        _ = try wire.pod(pod)
    }

    private func fault(_ draws: inout Draws, oneIn odds: UInt64) -> Fault? {
        guard draws.next() % odds == 0 else { return nil }
        return .killed(beforeCall: 1 + Int(draws.next() % 180))
    }

    private func call(
        _ command: CNICommand, _ plugin: Int, _ pod: String, previous: JSON? = nil,
        namespace: String? = nil, fault: Fault? = nil
    ) throws -> Answer {
        calls.withLock { $0 += 1 }
        return try wire.call(
            .ours, command,
            try network.configuration(of: plugin, state: wire.state, previous: previous, pod: pod),
            pod: pod, namespace: namespace, fault: fault)
    }

    private func complain(_ text: String) { problems.withLock { $0.append(text) } }
}
