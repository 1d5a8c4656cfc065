import LinuxSystem
import RouteNetlink

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
        try fill(full)
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

    /// Real ADDs, into one namespace. A bridge has at most 1,024 ports: the links are taken away,
    /// the addresses and the rules stay.
    private func fill(_ rig: Rig) throws {
        let socket = try RouteSocket(in: rig.host)
        let numbers = Array(0..<others)
        for start in stride(from: 0, to: others, by: 400) {
            let chunk = numbers[start...].prefix(400)
            let results = Results()
            let threads = try (0..<8).map { part in
                try SystemThread.spawn(name: "fill-\(part)") {
                    for number in chunk where number % 8 == part {
                        results.add(Result { try rig.call("ADD", request(number)) })
                    }
                }
            }
            for thread in threads { thread.join() }
            _ = try results.values()
            let pairs = try socket.links().filter { $0.kind == .veth }.map(\.index)
            _ = try socket.delete(pairs)
        }
    }

    private func request(_ number: Int) -> Rig.Request {
        var request = Rig.Request(pod: count)
        request.container = "other-\(number)"
        request.interface = "p\(number)"
        request.hostPort = 10_000 + number
        return request
    }
}
