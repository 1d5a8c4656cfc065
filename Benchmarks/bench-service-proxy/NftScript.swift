import KubernetesAPI
import LinuxSystem
import Nftables
import NftablesDataplane
import ServiceProxy

/// What we load, as a script that `nft` reads: its own listing of it.
struct NftScript {
    private let script: String

    init(events: [ObjectEvent], bench: Bench) throws {
        script = try NetworkNamespace.create().run {
            var engine = try bench.engine()
            engine.take(events)
            try Bench.sync(&engine)
            let socket = try NftablesSocket()
            var script = ""
            for table in try socket.tables() {
                let sets = try socket.sets(in: table.reference)
                var elements: [String: [Element]] = [:]
                for set in sets { elements[set.name] = try socket.elements(of: set) }
                script += NftablesText(sets: sets).text(
                    table, sets: sets, elements: elements,
                    chains: try socket.chains(in: table.reference),
                    rules: try socket.rules(in: table.reference))
            }
            // To read a translation with a port, nft wants the protocols to be tested before it.
            return script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.replacing("\tdnat ", with: "\tmeta l4proto { tcp, udp, sctp } dnat ")
            }.joined(separator: "\n")
        }
    }

    /// How long `nft -f` takes, in milliseconds.
    func median(rounds: Int) throws -> Double {
        let path = "/tmp/bench-service-proxy-\(CurrentProcess.id).nft"
        try Files.writeAtomically(path, Array(script.utf8))
        defer { try? Files.remove(path) }
        var figures = Figures()
        for _ in 0..<rounds {
            let namespace = try NetworkNamespace.create()
            var program = ChildProcess.Program("/usr/sbin/nft", ["-f", path])
            program.networkNamespace = namespace.descriptor
            let ending = try figures.measure { try ChildProcess.spawn(program).wait() }
            guard ending?.shellStatus == 0 else { throw BenchError("nft refused \(path)") }
        }
        return figures.median
    }
}
