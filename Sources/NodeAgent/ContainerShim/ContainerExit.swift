import JSON
import LinuxSystem

/// How a container ended.
public struct ContainerExit: Sendable, Hashable {
    /// Its status; 128 + n after signal n.
    public var code: Int
    /// In containerd's words: `Completed`, `Error`, `StartError`.
    public var reason: String
    public var message: String
    /// Microseconds since 1970.
    public var finishedAt: Int64

    public init(code: Int, reason: String, message: String = "", finishedAt: Int64) {
        self.code = code
        self.reason = reason
        self.message = message
        self.finishedAt = finishedAt
    }

    /// The end of a command.
    init(_ ending: ChildProcess.Ending) {
        let code = Int(ending.shellStatus)
        self.init(
            code: code, reason: code == 0 ? "Completed" : "Error",
            finishedAt: WallClock.microseconds)
    }

    /// Nil when the container has not ended.
    public init?(file: String) {
        guard let json = try? JSON(parsing: Files.read(file)), let code = json["code"]?.int
        else { return nil }
        self.init(
            code: code, reason: json["reason"]?.string ?? "",
            message: json["message"]?.string ?? "",
            finishedAt: Int64(json["finishedAt"]?.int ?? 0))
    }

    /// Tells of the end: whoever watches the folder learns of it.
    public func write(to file: String) throws(SystemError) {
        let json: JSON = [
            "code": .int(code), "reason": .string(reason), "message": .string(message),
            "finishedAt": .int(finishedAt),
        ]
        try Files.writeAtomically(file, json.serialized(), mode: 0o600)
    }
}
