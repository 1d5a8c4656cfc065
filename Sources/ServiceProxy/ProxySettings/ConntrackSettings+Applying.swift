import LinuxSystem

extension ConntrackSettings {
    /// What became of the settings, a sentence each.
    public struct Outcome: Hashable, Sendable {
        /// What was set: `nf_conntrack_udp_timeout = 30`.
        public var changes: [String] = []
        /// What could not be set, and why.
        public var problems: [String] = []
    }

    /// Sets what is to be set in the calling thread's network namespace.
    ///
    /// A file that can't be written is told, and the rest goes on: the table's limit belongs to the
    /// machine and can't be set from another namespace than its own.
    public func apply() -> Outcome {
        apply(processors: CurrentProcess.processorCount, folder: "/proc/sys/net/netfilter")
    }

    package func apply(processors: Int, folder: String) -> Outcome {
        var outcome = Outcome()
        for wish in wishes(processors: processors) {
            do {
                let path = "\(folder)/\(wish.name)"
                let text = try Files.readText(path)
                let now = Int(text.trimmingNewline)
                if let now, now == wish.value || wish.isFloor && now > wish.value { continue }
                try Files.overwrite(path, Array("\(wish.value)\n".utf8))
                outcome.changes.append("\(wish.name) = \(wish.value)")
            } catch {
                outcome.problems.append("\(wish.name): not set to \(wish.value): \(error)")
            }
        }
        return outcome
    }
}

extension String {
    fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
