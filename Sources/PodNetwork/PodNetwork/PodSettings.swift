import CNIProtocol
import LinuxSystem

/// Settings of a pod's kernel, below `net`.
struct PodSettings {
    let settings: [SystemSetting]
    let pod: PodNamespace

    init(_ settings: [SystemSetting], _ pod: PodNamespace) {
        self.settings = settings
        self.pod = pod
    }

    /// Sets all of them, and tells what was there; on an error, all is as it was.
    @discardableResult
    func apply() throws(CNIError) -> [SystemSetting] {
        guard !settings.isEmpty else { return [] }
        var previous: [SystemSetting] = []
        do throws(CNIError) {
            for setting in settings {
                try CNIError.applying("set sysctl \(setting.name)") {
                    let before = try NamespaceVisit.run(in: pod.namespace) {
                        let before = try? Sysctl.read(setting.path)
                        try Sysctl.write(setting.path, setting.value)
                        return before
                    }
                    guard let before else { return }
                    previous.append(
                        SystemSetting(name: setting.name, path: setting.path, value: before))
                }
            }
        } catch {
            restore(previous)
            throw error
        }
        return previous
    }

    /// Brings back what was there.
    func restore(_ previous: [SystemSetting]) {
        _ = try? NamespaceVisit.run(in: pod.namespace) {
            for setting in previous.reversed() {
                try? Sysctl.write(setting.path, setting.value)
            }
        }
    }

    /// What is not as `apply` leaves it, a sentence each.
    func discrepancies() -> [String] {
        settings.compactMap { setting in
            do {
                let value = try NamespaceVisit.run(in: pod.namespace) {
                    try Sysctl.read(setting.path)
                }
                // The kernel parts words as it likes.
                let isSame = value == setting.value || words(value) == words(setting.value)
                return isSame
                    ? nil : "sysctl \(setting.name) is \(value), not \(setting.value)"
            } catch {
                return "sysctl \(setting.name): \(error)"
            }
        }
    }

    private func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }
}
