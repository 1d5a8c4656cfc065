import JSON

/// Which Kubernetes a server behaves like.
public struct ServerVersion: Sendable {
    /// The release: `1.36.2`.
    public var release: String
    /// The processor, as Go names it: `amd64`.
    public var architecture: String

    /// What this server follows.
    public static let current = ServerVersion(release: "1.36.2", architecture: Self.processor)

    private static var processor: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    /// `/version`.
    public var json: JSON {
        let parts = release.split(separator: ".").map(String.init)
        let major = JSON.string(parts.first ?? "")
        let minor = JSON.string(parts.count > 1 ? parts[1] : "")
        return [
            "major": major, "minor": minor, "emulationMajor": major, "emulationMinor": minor,
            "minCompatibilityMajor": major, "minCompatibilityMinor": minor,
            "gitVersion": .string("v" + release), "gitCommit": "", "gitTreeState": "clean",
            "buildDate": "1970-01-01T00:00:00Z", "goVersion": "", "compiler": "swift",
            "platform": .string("linux/" + architecture),
        ]
    }
}
