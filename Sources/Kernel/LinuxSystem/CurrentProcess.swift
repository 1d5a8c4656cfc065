import CLinux
import Glibc

/// The environment that the process was started with.
public enum Environment {
    /// A variable's value; nil when it isn't set.
    public static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All variables.
    public static var all: [String: String] {
        var variables: [String: String] = [:]
        for text in entries {
            guard let sign = text.firstIndex(of: "=") else { continue }
            variables[String(text[..<sign])] = String(text[text.index(after: sign)...])
        }
        return variables
    }

    /// `NAME=value` each, in the system's order.
    public static var entries: [String] {
        texts(at: clinux_environment())
    }

    /// The texts of a list that a null pointer ends.
    fileprivate static func texts(
        at list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> [String] {
        var texts: [String] = []
        guard var next = list else { return [] }
        while let entry = next.pointee {
            texts.append(String(cString: entry))
            next += 1
        }
        return texts
    }
}

/// The process that this code runs in.
public enum CurrentProcess {
    /// Its number. C: getpid
    public static var id: Int32 { getpid() }

    /// Who it runs as; 0 is root. C: geteuid
    public static var userID: UInt32 { geteuid() }

    /// What it was called as, and the words behind that. Swift's own `CommandLine.arguments` looks
    /// for them in the memory map, which costs a program that runs for a few milliseconds 3 % of
    /// its time. C: argv
    public static var arguments: [String] { Environment.texts(at: clinux_arguments()) }

    /// The path of its program.
    public static func executablePath() throws(SystemError) -> String {
        try Files.readLink("/proc/self/exe")
    }

    /// What is left out of the permissions of new files. C: umask
    public static func setFileModeMask(_ mask: UInt32) { umask(mask) }

    /// Ends the process at once, after output that waits in C's buffers is written.
    public static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

    /// Gives memory that was freed, and is kept for later, back to the system; worth its while
    /// after something large was read once. C: malloc_trim
    public static func returnFreedMemory() { clinux_return_freed_memory() }

    /// A random number that differs in each boot of the machine.
    public static func bootID() throws(SystemError) -> String {
        String(try Files.readText("/proc/sys/kernel/random/boot_id").prefix { $0 != "\n" })
    }

    /// The machine's name. C: gethostname
    public static var hostname: String {
        (try? Sysctl.read("kernel/hostname")) ?? "localhost"
    }

    /// How many processors the machine runs on. C: _SC_NPROCESSORS_ONLN
    public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// How many descriptors are open: tests look for leaks with it.
    public static func openDescriptors() throws(SystemError) -> [Int32] {
        try Files.list("/proc/self/fd").compactMap { Int32($0) }
    }
}

/// Standard input, output and error.
public enum StandardStream: Int32, Sendable {
    /// C: STDIN_FILENO
    case input = 0
    /// C: STDOUT_FILENO
    case output = 1
    /// C: STDERR_FILENO
    case error = 2

    /// Whether it is a terminal.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Everything up to its end.
    public func readAll() throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while try Descriptor.read(rawValue, into: &bytes, limit: max(4096, bytes.count)) > 0 {}
        return bytes
    }

    /// Writes all bytes, unbuffered.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        try Descriptor.write(rawValue, bytes)
    }

    /// Writes a text, unbuffered.
    public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }
}
