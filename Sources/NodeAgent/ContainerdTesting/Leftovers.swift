/// What a node leaves in the machine when its processes were killed.
package enum Leftovers {
    /// Removes the control groups below every folder of a name, once their processes are through.
    package static func removeGroups(named name: String) throws {
        let folders = ["/sys/fs/cgroup", "-depth", "-type", "d", "-path", "*/\(name)*"]
        for _ in 0..<100 {
            _ = try? tool("/usr/bin/find", folders + ["-exec", "rmdir", "{}", ";"])
            if (try? tool("/usr/bin/find", folders)) == "" { return }
            _ = try? tool("/usr/bin/sleep", ["0.05"])
        }
        throw ToolError(command: "remove control groups", output: name)
    }
}
