import ClusterZone
import DNSMessage
import DNSServer
import Foundation
import NetworkAddress

/// A server under test, in a process of its own that is pinned to one processor.
final class Subject {
    let name: String
    let port: UInt16
    private let process: Process

    init(name: String, port: UInt16, _ arguments: [String]) throws {
        self.name = name
        self.port = port
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/taskset")
        process.arguments = ["-c", "0"] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// Ours: this program again, with the zone in memory.
    static func ours(_ workload: Workload, port: UInt16) throws -> Subject {
        try Subject(
            name: "clusterdns", port: port,
            [CommandLine.arguments[0], "serve", "\(workload.services)", "\(port)"])
    }

    /// NSD with the same names from a zone file in `folder`.
    static func nsd(_ workload: Workload, port: UInt16, in folder: URL) throws -> Subject {
        try workload.zoneFile.write(
            to: folder.appending(path: "cluster.zone"), atomically: true, encoding: .utf8)
        let path = folder.path
        let configuration = """
            server:
              ip-address: 127.0.0.1@\(port)
              reuseport: yes
              server-count: 1
              zonesdir: "\(path)"
              database: ""
              pidfile: "\(path)/nsd.pid"
              xfrdfile: "\(path)/xfrd.state"
              zonelistfile: "\(path)/zone.list"
              username: ""
              minimal-responses: yes
              rrl-ratelimit: 0
            remote-control:
              control-enable: no
            zone:
              name: cluster.local
              zonefile: cluster.zone
            """
        let file = folder.appending(path: "nsd.conf")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        return try Subject(name: "NSD", port: port, ["/usr/sbin/nsd", "-d", "-c", file.path])
    }

    /// The process and its children: NSD answers in a child.
    private var processes: [Int32] {
        var found = [process.processIdentifier]
        var at = 0
        while at < found.count {
            let path = "/proc/\(found[at])/task/\(found[at])/children"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            found += text.split(separator: " ").compactMap { Int32($0) }
            at += 1
        }
        return found
    }

    /// Memory of its own, in kB: what is shared between processes counts by their number.
    var memory: Int {
        processes.reduce(0) { sum, pid in
            let text = try? String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)
            let line = text?.split(separator: "\n").first { $0.hasPrefix("Pss:") }
            return sum + (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        }
    }

    /// Processor time so far, in seconds.
    var processorTime: Double {
        processes.reduce(0) { sum, pid in
            let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
            else { return sum }
            return sum + (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        }
    }

    func stop() {
        for pid in processes.reversed() { kill(pid, SIGTERM) }
        process.waitUntilExit()
    }

    /// What the process of `ours` does.
    static func serve(services: Int, port: UInt16) throws {
        guard let zone = DNSName("cluster.local") else { return }
        var state = ClusterState(ZoneConfiguration(zone: zone))
        state.apply(Workload(services: services).events)
        let endpoint = SocketEndpoint(.v4(.loopback), Port(rawValue: port))
        var configuration = ServerConfiguration(listen: endpoint, zone: state.configuration)
        configuration.workers = 1
        let server = try DNSServer(configuration, index: state.index)
        withExtendedLifetime(server) {
            while true { sleep(3600) }
        }
    }
}
