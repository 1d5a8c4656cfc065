import LinuxSystem

/// What must be at a path of the node before a pod sees it.
struct HostPathCheck {
    let volume: String
    let path: String
    /// As upstream names it; empty checks nothing.
    let type: String

    func run() throws(VolumeFailure) {
        do throws(SystemError) {
            if type == "DirectoryOrCreate" { try Files.createDirectories(path) }
            if type == "FileOrCreate", !Files.exists(path) { try Files.write(path, []) }
        } catch {
            throw VolumeFailure(volume: volume, "\(error)")
        }
        guard !type.isEmpty else { return }
        let mode = (try? Files.status(path))?.mode ?? 0
        guard mode & 0o170000 == wanted else {
            throw VolumeFailure(
                volume: volume, "hostPath type check failed: \(path) is not \(words)")
        }
    }

    private var wanted: UInt32 {
        switch type {
        case "Directory", "DirectoryOrCreate": 0o040000
        case "Socket": 0o140000
        case "CharDevice": 0o020000
        case "BlockDevice": 0o060000
        default: 0o100000
        }
    }

    private var words: String {
        switch type {
        case "Directory", "DirectoryOrCreate": "a directory"
        case "Socket": "a socket file"
        case "CharDevice": "a character device"
        case "BlockDevice": "a block device"
        default: "a file"
        }
    }
}
