/// One call after the other, the two implementations in turns.
struct Sequence {
    let count: Int

    func run() throws {
        var report = Report.comparison
        for network in Network.allCases {
            do {
                try run(network, into: &report)
            } catch {
                report.add("\(network.rawValue): not measured: \(error)")
            }
        }
        report.print()
    }

    /// The kernel is asked in turns with both, so that what is left of DEL is the plugin's.
    private func run(_ network: Network, into report: inout Report) throws {
        let ours = try Rig(.ours, network, pods: count)
        let reference = try Rig(.reference, network, pods: count)
        let kernel = try KernelPair(pods: count)
        // The first ADD makes the bridge and the tables; the second pair is counted.
        var processes: [String: String] = [:]
        for rig in [ours, reference] {
            for command in ["ADD", "DEL"] { _ = try rig.call(command, pod: 0) }
        }
        for command in ["ADD", "DEL"] {
            let own = try ProcessCount.of(ours, command)
            let other = try ProcessCount.of(reference, command)
            processes[command] = "\(own) / \(other)"
        }
        for command in ["ADD", "DEL"] {
            var own: [Double] = []
            var other: [Double] = []
            var alone: [Double] = []
            for pod in 0..<count {
                own.append(try ours.call(command, pod: pod))
                other.append(try reference.call(command, pod: pod))
                alone.append(try kernel.call(command, pod: pod))
            }
            report.add("\(network.rawValue), \(command)", processes[command] ?? "", own, other)
            guard network != .loopback else { continue }
            let pair = command == "ADD" ? "makes a pair" : "deletes it"
            report.add("  meanwhile the kernel alone \(pair)", "", Figures(alone).text)
        }
    }
}
