import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import Testing

/// State on a disk that has no room, or that nobody may write to: on a file system of its own, in
/// a mount namespace that ends with the thread.
@Suite struct FullDiskTests {
    /// A folder on a small file system, for code on the thread that sees it.
    struct Disk {
        let folder: String

        func allocator() throws -> AddressAllocator {
            let text = """
                {"cniVersion":"1.0.0","name":"pods","type":"bridge","ipam":{"type":"host-local",
                 "dataDir":"\(folder)/state",
                 "ranges":[[{"subnet":"10.3.0.0/24"}],[{"subnet":"fd00:3::/64"}]]}}
                """
            return AddressAllocator(
                try HostLocalConfiguration(
                    try NetworkConfiguration(parsing: Array(text.utf8), for: .add),
                    arguments: CNIArguments()))
        }

        func add(_ id: String) throws -> [Reservation] {
            try allocator().reserve(
                for: .init(containerID: id, interfaceName: "eth0"), existing: .reuse)
        }

        func delete(_ id: String) throws {
            try ReservationRecords(dataDirectory: folder + "/state", network: "pods")
                .release(.init(containerID: id, interfaceName: "eth0"))
        }

        /// Everything that is there, and what the files say.
        func picture() throws -> [String: [UInt8]] {
            var picture: [String: [UInt8]] = [:]
            for place in ["pods", ".martlet/pods"] {
                let path = "\(folder)/state/\(place)"
                guard Files.exists(path) else { continue }
                for name in try Files.list(path) {
                    picture["\(place)/\(name)"] = try Files.read("\(path)/\(name)")
                }
            }
            return picture
        }

        /// Another test's child has a copy of our descriptors between its fork and its exec, and
        /// one that is open for writing keeps the mount writable: until then the kernel says EBUSY.
        func makeReadOnly() throws {
            let deadline = Deadline(after: .seconds(20))
            while true {
                do throws(SystemError) {
                    return try Mounts.makeReadOnly(folder)
                } catch {
                    guard error.errno == .ebusy, !deadline.isOver else { throw error }
                }
                MonotonicClock.sleep(.milliseconds(5))
            }
        }

        /// Fills what is free but for some pages of 4 KiB.
        func fill(leaving pages: Int) throws {
            let file = try Descriptor(opening: folder + "/ballast", [.writeOnly, .create])
            let page = [UInt8](repeating: 1, count: 4096)
            for _ in 0..<max(0, try Files.capacity(folder).free / 4096 - pages) {
                try file.write(page)
            }
        }
    }

    /// Runs the body on a thread with a mount namespace of its own.
    func onDisk(_ options: String, _ body: @escaping @Sendable (Disk) throws -> Void) throws {
        let folder = try Files.createTemporaryDirectory("martlet-disk")
        defer { try? Files.removeTree(folder) }
        let failure = Failure()
        try SystemThread.spawn(name: "disk") {
            do {
                try Mounts.unshareTree()
                try Mounts.mountTmpfs(on: folder, options: options)
                try body(Disk(folder: folder))
            } catch {
                failure.error = error
            }
        }.join()
        if let error = failure.error { throw error }
    }

    /// Written by the thread before it is joined, read after that.
    final class Failure: @unchecked Sendable { var error: (any Error)? }

    @Test(arguments: 0..<12)
    func `an ADD without room fails with code 5 and changes nothing`(pages: Int) throws {
        try onDisk("size=256k") { disk in
            _ = try disk.add("a")
            let before = try disk.picture()
            try disk.fill(leaving: pages)
            do {
                _ = try disk.add("b")
                #expect(try disk.picture().count > before.count)
            } catch let error as CNIError {
                #expect(error.code == .inputOutput)
                #expect(error.message.contains("ENOSPC"), "\(error)")
                #expect(try disk.picture() == before)
            }
            // What is full must still be emptied.
            try disk.delete("a")
            try disk.delete("b")
            try disk.delete("never")
            let left = try disk.picture().keys.filter { $0.contains(":") }
            #expect(left.isEmpty, "\(left)")
            try Files.remove(disk.folder + "/ballast")
            #expect(try disk.add("c").count == 2)
        }
    }

    @Test(arguments: 4..<16)
    func `the first ADD without files to be had fails with code 5 or succeeds`(
        inodes: Int
    ) throws {
        try onDisk("size=256k,nr_inodes=\(inodes)") { disk in
            do {
                _ = try disk.add("a")
            } catch let error as CNIError {
                #expect(error.code == .inputOutput)
                let left = try disk.picture().keys.filter { $0.contains(":") || $0.contains("10.") }
                #expect(left.isEmpty, "\(left)")
            }
            try disk.delete("a")
        }
    }

    @Test func `on a folder that is read-only ADD and DEL say so`() throws {
        try onDisk("size=256k") { disk in
            _ = try disk.add("a")
            let before = try disk.picture()
            try disk.makeReadOnly()
            for attempt in [{ _ = try disk.add("b") }, { try disk.delete("a") }] {
                do {
                    try attempt()
                    Issue.record("it cannot have succeeded")
                } catch let error as CNIError {
                    #expect(error.code == .inputOutput)
                    #expect(error.message.contains("EROFS"), "\(error)")
                }
            }
            #expect(try disk.picture() == before)
        }
    }
}
