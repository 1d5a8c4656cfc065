/// ADD among many others' addresses and host ports, beside ADD among none.
struct Existing {
    let others: Int
    let count: Int

    func run() throws {
        var report = Report("", "among none p50/95/99", "among \(others)", "ratio p50", "p99")
        for network in [Network.hostPorts, .unified] {
            do {
                try run(network, into: &report)
            } catch {
                report.add("\(network.rawValue): not measured: \(error)")
            }
        }
        report.print()
    }

    private func run(_ network: Network, into report: inout Report) throws {
        let empty = try Rig(.ours, network, pods: count)
        let full = try Rig(.ours, network, pods: count + 1)
        try Others(count: others, rig: full, pod: count).make()
        for rig in [empty, full] {
            for command in ["ADD", "DEL"] { _ = try rig.call(command, pod: 0) }
        }
        for command in ["ADD", "DEL"] {
            var (few, many): ([Double], [Double]) = ([], [])
            for pod in 0..<count {
                few.append(try empty.call(command, pod: pod))
                many.append(try full.call(command, pod: pod))
            }
            let (none, all) = (Figures(few), Figures(many))
            report.add(
                "\(network.rawValue), \(command)", none.text, all.text,
                decimal(all[50] / none[50]), decimal(all[99] / none[99]))
        }
    }
}
