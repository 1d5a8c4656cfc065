import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import Testing

/// The tests' own framework has a type of this name, too.
typealias Attachment = CNIProtocol.Attachment

/// A state folder that goes away with the test, and configurations that use it.
final class Scratch: Sendable {
    let folder: String

    init() throws { folder = try Files.createTemporaryDirectory("martlet-ipam") }
    deinit { try? Files.removeTree(folder) }

    /// The configuration of a network; `ipam` are members beside type and dataDir.
    func configuration(
        _ ipam: String, network: String = "pods", version: String = "1.0.0", more: String = "",
        for command: CNICommand = .add
    ) throws -> NetworkConfiguration {
        let text = """
            {"cniVersion":"\(version)","name":"\(network)","type":"bridge"\(more),
             "ipam":{"type":"host-local","dataDir":"\(folder)",\(ipam)}}
            """
        return try NetworkConfiguration(parsing: Array(text.utf8), for: command)
    }

    func allocator(
        _ ipam: String, network: String = "pods", more: String = "", arguments: String = "",
        boot: Boot = Boot(id: "this")
    ) throws -> AddressAllocator {
        AddressAllocator(
            try HostLocalConfiguration(
                try configuration(ipam, network: network, more: more),
                arguments: try CNIArguments(parsing: arguments)),
            boot: boot)
    }

    func records(network: String = "pods") -> ReservationRecords {
        ReservationRecords(dataDirectory: folder, network: network)
    }

    /// The files of a network's folder, sorted.
    func files(network: String = "pods") throws -> [String] {
        try Files.list("\(folder)/\(network)").sorted()
    }

    /// The names of the index's entries, sorted.
    func entries(network: String = "pods") throws -> [String] {
        try Files.list("\(folder)/.martlet/\(network)").filter { $0.contains(":") }
    }

    /// The addresses that have files, sorted as text.
    func held(network: String = "pods") throws -> [String] {
        try files(network: network).filter { IPAddress($0) != nil }
    }

    func text(_ file: String) throws -> String { try Files.readText("\(folder)/\(file)") }

    func write(_ file: String, _ text: String) throws {
        let path = "\(folder)/\(file)"
        try Files.createDirectories(Files.directory(of: path))
        try Files.writeAtomically(path, Array(text.utf8))
    }
}

func attachment(_ id: String, _ interface: String = "eth0") -> Attachment {
    Attachment(containerID: id, interfaceName: interface)
}

extension AddressAllocator {
    /// The addresses of a reservation, printed.
    func take(_ id: String, _ existing: ExistingReservation = .refuse) throws -> [String] {
        try reserve(for: attachment(id), existing: existing).map(\.address.description)
    }
}

/// The error that the body throws.
func failure(_ body: () throws -> Void) -> CNIError? {
    do {
        try body()
        return nil
    } catch {
        return error as? CNIError
    }
}
