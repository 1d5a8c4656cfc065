import LinuxSystem
import Metrics

/// What every program that Prometheus asks tells of its process; read when it is asked.
enum ProcessMetrics {
    static func add(to registry: MetricRegistry) {
        func number(
            _ name: String, _ help: String, _ kind: MetricKind = .gauge,
            _ value: @escaping @Sendable () -> Double?
        ) {
            registry.computed(name, help, kind) { value().map { [(labels: [], value: $0)] } ?? [] }
        }
        number("process_cpu_seconds_total", "Processor time of the process", .counter) {
            Double(MonotonicClock.processNanoseconds) / 1e9
        }
        number("process_resident_memory_bytes", "Memory of the process") { status("VmRSS:") }
        number("process_virtual_memory_bytes", "Address space of the process") {
            status("VmSize:")
        }
        number("process_open_fds", "Open file descriptors") {
            (try? CurrentProcess.openDescriptors()).map { Double($0.count) }
        }
        number("process_max_fds", "Most file descriptors that may be open") {
            line("/proc/self/limits", "Max open files")?.split(separator: " ").first
                .flatMap { Double($0) }
        }
        let start = startSeconds()
        number("process_start_time_seconds", "When the process began, in seconds since 1970") {
            start
        }
    }

    /// A size of `/proc/self/status`, in bytes.
    private static func status(_ field: String) -> Double? {
        line("/proc/self/status", field)?.split(whereSeparator: { " \t".contains($0) }).first
            .flatMap { Double($0) }.map { $0 * 1024 }
    }

    /// What follows a word at the beginning of a line.
    private static func line(_ file: String, _ word: String) -> Substring? {
        (try? Files.readText(file))?.split(separator: "\n").first { $0.hasPrefix(word) }?
            .dropFirst(word.count)
    }

    private static func startSeconds() -> Double? {
        guard let boot = line("/proc/stat", "btime ").flatMap({ Double($0) }),
            let own = ProcessTable.entry(CurrentProcess.id)
        else { return nil }
        // What user space sees of ticks is 100 a second on every architecture that Linux runs
        // Swift on. C: USER_HZ
        return boot + Double(own.start) / 100
    }
}
