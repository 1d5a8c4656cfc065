import CLinux
import Glibc

/// Turns the calling process into another program.
public enum ProcessImage {
    /// Executes a program in place of this one. It inherits the calling thread's namespaces.
    ///
    /// - Parameters:
    ///   - executable: a path.
    ///   - arguments: what follows the program's own name.
    ///   - name: what the program sees as its own name; nil for the path.
    public static func replace(
        by executable: String, _ arguments: [String], environment: [String: String],
        name: String? = nil
    ) throws(SystemError) {
        var words = ([name ?? executable] + arguments).map { strdup($0) } + [nil]
        var variables =
            environment.sorted { $0.key < $1.key }
            .map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for word in words + variables { free(word) }
        }
        try systemCall("execute", executable) { execve(executable, &words, &variables) }
    }
}
