import Foundation
import LinuxSystem

// What issue 3 asks of the control plane, each beside Debian's etcd alone where that does the same:
// ControlPlane.writes, .watches, .lists, .memory, .start.
//
// bench-control-plane [FOLDER [writes] [watches] [objects]]: data lies in that folder.

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let parts = Set(arguments.dropFirst())
    let folder = try Files.createTemporaryDirectory(
        "bench-control-plane", in: arguments.first ?? "/var/tmp")
    defer { try? Files.removeTree(folder) }
    print("Everything on one machine with \(SystemThread.processorCount) processors.\n")
    if parts.isEmpty || parts.contains("writes") { try Writes(folder: folder).run() }
    if parts.isEmpty || parts.contains("watches") { try Watches(folder: folder).run() }
    if parts.isEmpty || parts.contains("objects") { try Objects(folder: folder).run() }
} catch {
    FileHandle.standardError.write(Data("bench-control-plane: \(error)\n".utf8))
    exit(1)
}
