import LinuxSystem

/// Finds the program of a command, as `execvp` does.
enum ProgramSearch {
    static let usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The path of a program in the caller's root; nil when there is none.
    static func find(_ program: String, _ environment: [String]) -> String? {
        guard !program.contains("/") else { return Files.exists(program) ? program : nil }
        let entry = environment.last { $0.hasPrefix("PATH=") }
        let path = entry.map { String($0.dropFirst(5)) } ?? usualPath
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { candidate in
            (try? Files.status(candidate)).map { !$0.isDirectory && $0.mode & 0o111 != 0 } ?? false
        }
    }

    /// A container's command as a program to start, once its files are the caller's.
    /// - Throws: in a runtime's words when there is no such program.
    static func program(
        _ command: [String], of launch: ContainerLaunch
    ) throws(StartFailure) -> ChildProcess.Program {
        guard let name = command.first else { throw StartFailure("no command specified") }
        guard let path = find(name, launch.environment) else {
            let problem =
                name.contains("/")
                ? "no such file or directory" : "executable file not found in $PATH"
            throw StartFailure("exec: \"\(name)\": \(problem)")
        }
        var program = ChildProcess.Program(path, Array(command.dropFirst()))
        program.argumentZero = name
        program.environment = launch.environment
        program.directory = launch.directory.isEmpty ? "/" : launch.directory
        program.startsSession = true
        program.user = launch.user
        // A user without a group has the group 0, and no other.
        program.group = launch.group ?? launch.user.map { _ in 0 }
        program.groups = launch.user == nil && launch.groups.isEmpty ? nil : launch.groups
        program.gainsNoPrivileges = launch.gainsNoPrivileges
        return program
    }
}

/// Why a container's command doesn't run: words for people.
struct StartFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
