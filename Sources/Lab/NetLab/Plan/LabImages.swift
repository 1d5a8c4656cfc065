import JSON

/// What containers of a lab may be: the lab's own programs, by names of images.
package enum LabImages {
    /// Answers with its pod's and its node's name.
    package static let responder = "netlab.martlet.dev/responder"
    /// The cluster's DNS server.
    package static let clusterDNS = "netlab.martlet.dev/clusterdns"
    /// A shell and all programs of the machine, and of the lab.
    package static let tools = "netlab.martlet.dev/tools"

    /// The images' files: how the runtime finds them by name.
    static func files(_ folders: ProgramFolders) -> [(name: String, image: JSON)] {
        let environment: JSON = [
            "PATH": .string("\(folders.bin):\(Launch.machinePath)"), "SWIFT_BACKTRACE": "enable=no",
        ]
        func image(_ command: [String]) -> JSON {
            ["root": "/", "command": .strings(command), "environment": environment]
        }
        return [
            (responder, image([folders.netlab, "respond"])),
            (clusterDNS, image(["\(folders.bin)/clusterdns"])),
            (tools, image(["/bin/sh"])),
        ]
    }
}
