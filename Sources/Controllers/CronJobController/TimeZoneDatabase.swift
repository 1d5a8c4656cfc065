import LinuxSystem
import Synchronization

/// The machine's time zones, each read once.
final class TimeZoneDatabase: Sendable {
    private let folder: String
    private let known = Mutex<[String: TimeZoneRules]>([:])

    /// The zones below a folder, as Debian's `tzdata` installs them.
    init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// A zone by its name; nil when the machine doesn't know it. Empty is UTC.
    subscript(name: String) -> TimeZoneRules? {
        if name.isEmpty || name == "UTC" || name == "Etc/UTC" { return .utc }
        if let rules = known.withLock({ $0[name] }) { return rules }
        // Names come from users; they must not lead elsewhere.
        if name.hasPrefix("/") || name.split(separator: "/").contains("..") { return nil }
        guard let bytes = try? Files.read(folder + "/" + name),
            let rules = TimeZoneRules(file: bytes)
        else { return nil }
        known.withLock { $0[name] = rules }
        return rules
    }
}
