import KubernetesAPI
import LinuxSystem
import Nftables
import ProxySettings
import ServiceProxy

/// What the measurements share: how often each is made, and a proxy without its program.
struct Bench {
    var rounds = 5
    var changes = 1000
    /// Seconds of the long runs.
    var seconds = 60

    /// A proxy of the calling thread's network namespace.
    func engine() throws -> ProxyEngine {
        var configuration = ProxyConfiguration()
        configuration.nodeName = "here"
        return ProxyEngine(configuration: configuration, socket: try NftablesSocket())
    }

    /// Synchronises, and returns the bytes that went to the kernel.
    @discardableResult
    static func sync(_ engine: inout ProxyEngine) throws -> Int {
        try engine.sync().reduce(0) { try $0 + $1.result.get().report.byteCount }
    }

    /// The programs that are built beside this one.
    static func program(_ name: String) throws -> String {
        let path = Files.directory(of: try CurrentProcess.executablePath()) + "/" + name
        guard Files.exists(path) else { throw BenchError("\(name) is not built: \(path)") }
        return path
    }
}

/// What stops a measurement.
struct BenchError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
