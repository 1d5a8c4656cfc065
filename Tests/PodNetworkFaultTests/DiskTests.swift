import CNIProtocol
import LinuxSystem
import PodNetworkTesting
import Testing

/// A state folder on a disk that is full, or that nobody can write to.
@Suite(.serialized) struct DiskTests {
    /// A network whose state is in memory, with options of tmpfs.
    func bed(_ network: FaultNetwork, _ options: String) throws -> FaultBed {
        try FaultBed(network) { wire in
            try Files.createDirectories(wire.state)
            try Mounts.mountTmpfs(on: wire.state, options: options)
        }
    }

    @Test(arguments: FaultNetwork.all)
    func `a disk without room fails ADD, and no DEL`(network: FaultNetwork) throws {
        let bed = try bed(network, "size=256k")
        defer { try? Mounts.unmount(bed.wire.state, isLazy: true) }
        let filler = bed.wire.state + "/filler"
        for pages in 0..<8 {
            var room = try Files.capacity(bed.wire.state).free / 4096 - pages
            if room < 0 { room = 0 }
            try Files.append(filler, [UInt8](repeating: 1, count: room * 4096))
            try expectRefusal(bed, "\(pages) pages left", keeping: filler)
            try Files.remove(filler)
            try bed.delete("a")
            try bed.expectClean("after \(pages) pages were left")
        }
    }

    @Test(arguments: FaultNetwork.all)
    func `a disk without room for files fails ADD, and no DEL`(network: FaultNetwork) throws {
        for spare in 0..<6 {
            let bed = try bed(network, "size=1m,nr_inodes=40")
            defer { try? Mounts.unmount(bed.wire.state, isLazy: true) }
            let folder = bed.wire.state + "/filler"
            try Files.createDirectories(folder)
            var names: [String] = []
            while (try? Files.append("\(folder)/\(names.count)", [])) != nil {
                names.append("\(folder)/\(names.count)")
            }
            for name in names.suffix(spare) { try Files.remove(name) }
            try expectRefusal(bed, "room for \(spare) files", keeping: folder)
            try Files.removeTree(folder)
            try bed.delete("a")
            try bed.expectClean("after there was room for \(spare) files")
        }
    }

    /// ADD fails with code 5 and leaves nothing, or has room; DEL succeeds then.
    func expectRefusal(_ bed: FaultBed, _ comment: Comment, keeping filler: String) throws {
        let addition = try bed.add("a")
        if addition.answer.status == 0 {
            try bed.delete("a")
        } else {
            #expect(addition.answer.error?.code == .inputOutput, "\(addition.answer.text)")
            let isTold = addition.answer.error?.message.contains("ENOSPC") == true
            #expect(isTold, "\(addition.answer.text)")
            try bed.delete("a")
        }
        let now = try Snapshot.observe(bed.wire)
        let left = now.lines.subtracting(bed.before.lines).filter { !$0.contains("filler") }
        #expect(left.isEmpty, "\(comment.rawValue): \(left)")
    }

    @Test(arguments: FaultNetwork.all)
    func `a folder that is read-only fails ADD, and DEL says so`(network: FaultNetwork) throws {
        let bed = try bed(network, "size=1m")
        defer { try? Mounts.unmount(bed.wire.state, isLazy: true) }
        let attached = try bed.add("a")
        #expect(attached.answer.status == 0)
        _ = try bed.wire.pod("b")
        try remount("ro", bed)
        let before = try Snapshot.observe(bed.wire)
        let addition = try bed.add("b")
        #expect(addition.answer.error?.code == .inputOutput, "\(addition.answer.text)")
        #expect(addition.answer.error?.message.contains("EROFS") == true)
        let after = try Snapshot.observe(bed.wire)
        let isSame = before == after
        #expect(isSame, "\(after.difference(from: before))")
        let deletion = try bed.call(.delete, 0, "a", previous: attached.result)
        #expect(deletion.error?.code == .inputOutput, "\(deletion.text)")
        #expect(deletion.error?.message.contains("EROFS") == true)
        try remount("rw", bed)
        try bed.delete("a")
        try bed.delete("b")
        try bed.expectClean("after the folder was read-only")
    }

    func remount(_ mode: String, _ bed: FaultBed) throws {
        try bed.wire.tool(
            "/bin/mount", ["-o", "remount,\(mode)", bed.wire.state], in: bed.wire.host)
    }
}
