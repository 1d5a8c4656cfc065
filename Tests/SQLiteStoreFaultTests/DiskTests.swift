import LinuxSystem
import Testing

/// Disks that don't take what is written, mounted where only the program sees them.
@Suite struct DiskTests {
    @Test(.timeLimit(.minutes(1)))
    func `a full disk refuses writes, loses nothing, and goes on once there is room`() throws {
        let place = try Place()
        let child = try place.start(
            "mkdir disk && mount -t tmpfs -o size=8m none disk"
                + " && exec \(place.writer) fill disk/state.db")
        let ending = try child.wait()
        let complaints = try place.lines("errors")
        #expect(ending == .exited(0), "\(complaints)")
        let lines = try place.lines()
        let refusals = lines.prefix { $0.hasPrefix("refused: ") }
        #expect(!refusals.isEmpty)
        for line in refusals {
            #expect(line.contains("disk/state.db can't grow: "), "\(line)")
        }
        let rest = lines.dropFirst(refusals.count).map { $0.prefix { !$0.isNumber } }
        #expect(rest == ["reads all of ", "goes on all of ", "remembers all of "])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a disk that is mounted read-only is named at once`() async throws {
        let place = try Place()
        try await place.fill()
        let child = try place.start(
            "mkdir disk && cp state.db disk && mount --bind disk disk"
                + " && mount -o remount,ro,bind disk && exec \(place.writer) write disk/state.db 1")
        #expect(try child.wait() == .exited(1))
        let errors = try place.lines("errors").joined(separator: "\n")
        #expect(errors.contains("disk/state.db"), "\(errors)")
        #expect(errors.contains("ead-only file system"), "\(errors)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a file that may not be written is named at once`() async throws {
        let place = try Place()
        try await place.fill()
        let child = try place.start(
            "cp state.db locked.db && mount --bind locked.db locked.db"
                + " && mount -o remount,ro,bind locked.db"
                + " && exec \(place.writer) write locked.db 1")
        #expect(try child.wait() == .exited(1))
        let errors = try place.lines("errors").joined(separator: "\n")
        #expect(errors.contains("locked.db can't be written: "), "\(errors)")
    }
}
