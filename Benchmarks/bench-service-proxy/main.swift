import LinuxSystem

// svcproxy's figures, each beside what the kernel, nft or a direct connection takes in the same
// run. Needs root. Words choose sections; --quick makes each short.
let words = CommandLine.arguments.dropFirst()
let isQuick = words.contains("--quick")
let chosen = words.filter { !$0.hasPrefix("--") }
let bench = isQuick ? Bench(rounds: 3, changes: 200, seconds: 5) : Bench()

func section(_ name: String, _ body: () async throws -> Void) async throws {
    guard chosen.isEmpty || chosen.contains(name) else { return }
    try await body()
    print("")
}

do {
    try await section("load") {
        var clusters = [Cluster(services: 1_000), Cluster(services: 10_000)]
        if !isQuick {
            clusters += [Cluster(services: 44_000), Cluster(services: 5_000, endpoints: 50)]
        }
        try Loading(bench: bench).run(clusters)
    }
    try await section("change") {
        try Changing(bench: bench).run(sizes: isQuick ? [100, 10_000] : [100, 10_000, 44_000])
    }
    try await section("repair") {
        try Repairing(bench: bench).run([Cluster(services: 1_000), Cluster(services: 10_000)])
    }
    try await section("steady") { try await Steady(bench: bench).run(Cluster(services: 10_000)) }
    try await section("packets") {
        try PacketPath(bench: bench).run(sizes: isQuick ? [1, 1_000] : [1, 1_000, 10_000])
    }
    try await section("flows") {
        let here = isQuick ? 50_000 : 250_000
        try FlowTable(bench: bench, here: here, elsewhere: here).run()
    }
} catch {
    try StandardStream.error.write("bench-service-proxy: \(error)\n")
    CurrentProcess.exit(1)
}
