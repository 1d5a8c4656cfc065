import LinuxSystem

/// A server that is measured.
final class Subject {
    let name: String
    let port: UInt16
    private let program: ChildProcess.Program
    private var child: ChildProcess?

    private init(name: String, port: UInt16, _ program: ChildProcess.Program) {
        self.name = name
        self.port = port
        self.program = program
    }

    /// `martlet apiserver`, built beside this program.
    static func martlet(folder: String, port: UInt16 = 18_571) throws -> Subject {
        let path = Files.directory(of: try CurrentProcess.executablePath()) + "/martlet"
        var program = ChildProcess.Program(
            path,
            [
                "apiserver", "--insecure-port", String(port), "--data-dir", folder + "/martlet",
                "--disable-admission-plugins", "ServiceAccount",
            ])
        program.output = .null
        return Subject(name: "martlet", port: port, program)
    }

    /// Debian's etcd, with its own defaults: each write is flushed.
    static func etcd(folder: String, port: UInt16 = 18_579) throws -> Subject {
        let client = "http://127.0.0.1:\(port)"
        let peer = "http://127.0.0.1:\(port + 1)"
        var program = ChildProcess.Program(
            "/usr/bin/etcd",
            [
                "--data-dir", folder + "/etcd", "--listen-client-urls", client,
                "--advertise-client-urls", client, "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer, "--initial-cluster", "default=\(peer)",
                "--quota-backend-bytes", "8000000000", "--log-level", "error",
            ])
        program.output = .null
        program.error = .null
        return Subject(name: "etcd", port: port, program)
    }

    private var ready: [UInt8] {
        WireClient.request("GET", name == "etcd" ? "/health" : "/readyz")
    }

    /// Starts it, and returns how long it took until it said that it is ready, in milliseconds.
    @discardableResult
    func start() throws -> Double {
        let begin = MonotonicClock.nanoseconds
        let child = try ChildProcess.spawn(program)
        self.child = child
        let deadline = Deadline(after: .seconds(30))
        while true {
            do {
                try WireClient(port: port).send(ready)
                return Double(MonotonicClock.nanoseconds - begin) / 1e6
            } catch {
                if deadline.isOver || !child.exists { throw error }
                MonotonicClock.sleep(.milliseconds(1))
            }
        }
    }

    func stop() throws {
        _ = try child?.stop(grace: .seconds(20))
        child = nil
    }

    /// What it has used of processors, in seconds. C: utime + stime
    func processorSeconds() throws -> Double {
        let text = try Files.readText("/proc/\(child?.pid ?? 0)/stat")
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12 else { return 0 }
        return ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100
    }

    /// A line of `/proc/PID/status`, in MB.
    func megabytes(_ field: String) throws -> Double {
        let text = try Files.readText("/proc/\(child?.pid ?? 0)/status")
        let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return (Double(line.split { !$0.isNumber }.first ?? "") ?? 0) / 1024
    }
}
