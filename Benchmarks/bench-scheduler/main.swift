import Foundation
import LinuxSystem
import ObjectStore
import SQLiteStore

// Scheduler.cycle: pods placed a second by the cycle alone, one after another. Scheduler.bind: from
// pods that wait in the API server to all of them bound, with a store behind.
//
// bench-scheduler [plain|affinity|spread|antiaffinity…] [--nodes N] [--pods N] [--cycle]

do {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func option(_ name: String) -> Int? {
        guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else {
            return nil
        }
        let value = Int(arguments[index + 1])
        arguments.removeSubrange(index...index + 1)
        return value
    }
    let sizes = option("--nodes").map { [$0] } ?? [1000, 5000]
    let pods = option("--pods") ?? 10_000
    let isCycleOnly = arguments.contains("--cycle")
    let named = arguments.compactMap(Workload.init)
    let workloads = named.isEmpty ? Workload.allCases : named
    for nodes in sizes {
        for workload in workloads {
            try Cycles(workload: workload, nodes: nodes, pods: pods).run()
            if isCycleOnly { continue }
            try await EndToEnd(
                workload: workload, nodes: nodes, pods: pods, store: MemoryStore(),
                storeName: "memory"
            ).run()
            guard workload == .plain else { continue }
            let place = try Files.createTemporaryDirectory("bench-scheduler", in: "/var/tmp")
            defer { try? Files.removeTree(place) }
            try await EndToEnd(
                workload: workload, nodes: nodes, pods: pods,
                store: try SQLiteStore(path: place + "/state.db"), storeName: "SQLite"
            ).run()
        }
    }
} catch {
    FileHandle.standardError.write(Data("bench-scheduler: \(error)\n".utf8))
    exit(1)
}
