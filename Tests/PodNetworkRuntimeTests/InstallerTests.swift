import ContainerdTesting
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// `cni/install.sh`, in folders of the test's own.
@Suite(.serialized) struct InstallerTests {
    /// What the installer said, and how it ended.
    struct Said {
        var status: Int
        var text: String
    }

    /// A folder that plays a node's root, with a plugin of somebody else.
    final class Node {
        let root: String
        var bin: String { root + "/opt/cni/bin" }
        var config: String { root + "/etc/cni/net.d" }
        var conflist: String { config + "/10-martlet.conflist" }

        private let tools: String

        init() throws {
            root = try Files.createTemporaryDirectory("martlet-install")
            tools = try Self.killingTools()
            try Files.createDirectories(bin)
            try Files.createDirectories(config)
            for name in ["bridge", "dhcp"] {
                try Files.writeAtomically("\(bin)/\(name)", Array("#!\(name)\n".utf8), mode: 0o755)
            }
            try Files.writeAtomically(config + "/99-other.conf", Array("{}\n".utf8))
        }

        deinit { for folder in [root, tools] { try? Files.removeTree(folder) } }

        @discardableResult
        func install(_ words: String...) throws -> Said { try install(words) }

        @discardableResult
        func install(_ words: [String], killedBefore number: Int = 0) throws -> Said {
            let script = Shipped.folder + "/install.sh"
            let line =
                #"DESTDIR=$0; PATH=$1:$PATH; NUMBER=$2; CALLS=$(mktemp); shift 2; "#
                + "export DESTDIR PATH NUMBER CALLS; "
                + #"bash "$@" 2>&1; status=$?; /bin/rm "$CALLS"; echo "status $status""#
            let folder = number == 0 ? "/usr/bin" : tools
            let text = try tool(
                "/bin/bash", ["-c", line, root, folder, String(number), script] + words)
            var lines = text.split(separator: "\n").map(String.init)
            let status = lines.popLast()?.split(separator: " ").last.flatMap { Int($0) } ?? -1
            return Said(status: status, text: lines.joined(separator: "\n"))
        }

        /// What the installer calls, of which one kills it in place of its n-th call; nothing is
        /// stripped, which takes longer than all the rest.
        private static func killingTools() throws -> String {
            let folder = try Files.createTemporaryDirectory("martlet-tools")
            let text = """
                #!/bin/bash
                echo >>"$CALLS"
                if [ "$(wc -l <"$CALLS")" = "$NUMBER" ]; then kill -9 $PPID; exit; fi
                if [ "${0##*/}" = strip ]; then exec /bin/cp "$3" "$2"; fi
                exec "/bin/${0##*/}" "$@"

                """
            for name in ["chmod", "ln", "mkdir", "mv", "rm", "strip"] {
                try Files.writeAtomically("\(folder)/\(name)", Array(text.utf8), mode: 0o755)
            }
            return folder
        }

        /// Every file with its kind, mode, target and content.
        func picture() throws -> [String] {
            try tool("/usr/bin/find", [root, "-printf", "%P %y %m %l\n"]).split(separator: "\n")
                .map(String.init).sorted()
                + tool(
                    "/usr/bin/find", [root, "-type", "f", "-exec", "sha256sum", "{}", "+"]
                ).split(separator: "\n").map(String.init).sorted()
        }
    }

    static func built() throws -> String { try ContainerdNode.programs() }

    @Test(arguments: Shipped.allCases)
    func `a list is installed and runs, and the folders are as before when it is gone`(
        list: Shipped
    ) throws {
        let node = try Node()
        let before = try node.picture()
        let done = try node.install(
            "--from", try Self.built(), "--replace", "--config", "/etc/cni/net.d", "--conflist",
            list.rawValue)
        #expect(done.status == 0, "\(done.text)")
        let links = try Files.list(node.bin).filter {
            (try? Files.readLink("\(node.bin)/\($0)")) == "martlet-cni"
        }
        #expect(links.sorted() == Shipped.pluginNames)

        let wire = try Wire()
        _ = try wire.pod("a")
        let shipped = try JSON(parsing: try Files.read(node.conflist))
        #expect(try shipped == list.json)
        var run = ConflistRun(shipped, on: wire)
        run.installed = node.bin
        #expect(try run.validate().isEmpty)
        let request = ConflistRun.Request(
            "a",
            capabilities: [
                "portMappings": [["hostPort": 8080, "containerPort": 80, "protocol": "tcp"]]
            ])
        let result = try run.add(request)
        #expect(result["cniVersion"] == shipped["cniVersion"])
        #expect(result["ips"]?.array?.isEmpty == false)
        try run.check(request)
        try run.delete(request)
        #expect(try wire.hostLinks().isEmpty)
        #expect(try wire.reservations(run.name).isEmpty)

        let removal = try node.install("--uninstall", "--config", "/etc/cni/net.d")
        #expect(removal.status == 0 && removal.text == "", "\(removal.text)")
        #expect(try node.picture() == before)
    }

    @Test func `the node's pod ranges are filled in, and twice is once`() throws {
        let node = try Node()
        let words = [
            "--from", try Self.built(), "--replace", "--config", "/etc/cni/net.d", "--conflist",
            "dual-stack", "--pod-range", "10.9.8.0/24,fd00:9:8::/64",
        ]
        #expect(try node.install(words).status == 0)
        let first = try node.picture()
        let text = try Files.readText(node.conflist)
        #expect(text.contains(#""10.9.8.0/24""#) && text.contains(#""fd00:9:8::/64""#))
        #expect(!text.contains("10.244."))
        #expect(try node.install(words).status == 0)
        #expect(try node.picture() == first)
        #expect(try node.install("--uninstall", "--config", "/etc/cni/net.d").status == 0)
        #expect(!Files.exists(node.conflist))
    }

    @Test func `a dry run says what would be done and does nothing`() throws {
        let node = try Node()
        let before = try node.picture()
        let from = try Self.built()
        let said = try node.install(
            "--from", from, "--replace", "--config", "/etc/cni/net.d", "--dry-run")
        #expect(said.status == 0)
        for words in [
            "ln -P \(node.bin)/bridge \(node.bin)/bridge.before-martlet",
            "ln -sf martlet-cni \(node.bin)/.bridge.new",
            "mv -fT \(node.bin)/.bridge.new \(node.bin)/bridge", "write \(node.conflist)",
        ] {
            #expect(said.text.contains(words), "\(said.text)")
        }
        #expect(try node.picture() == before)
        try node.install("--from", from, "--replace", "--config", "/etc/cni/net.d")
        let installed = try node.picture()
        let removal = try node.install("--uninstall", "--config", "/etc/cni/net.d", "--dry-run")
        #expect(removal.text.contains("rm -f \(node.bin)/martlet-cni"))
        #expect(try node.picture() == installed)
    }

    /// Arguments that are refused, the status, and what is said.
    static let refusals: [([String], Int, String)] = [
        (["--from", "BUILT"], 1, "bridge is another plugin; --replace sets it aside"),
        (["--from", "/nowhere"], 1, "/nowhere/martlet-cni is no program"),
        (["--from"], 2, "--from needs a value"),
        (["--form", "BUILT"], 2, "usage:"),
        ([], 2, "usage:"),
        (
            ["--from", "BUILT", "--replace", "--config", "/c", "--conflist", "calico"], 2,
            "no list is named \"calico\""
        ),
        (
            ["--from", "BUILT", "--replace", "--config", "/c", "--conflist", "../install"], 2,
            "no list is named"
        ),
        (
            ["--from", "BUILT", "--replace", "--config", "/c", "--pod-range", "10.0.0.0/8,::/0"],
            2, "the list martlet has 1, not 2"
        ),
        (
            ["--from", "BUILT", "--replace", "--config", "/c", "--pod-range", "ten"], 2,
            "\"ten\" is no range"
        ),
        (
            ["--from", "BUILT", "--replace", "--config", "/opt/cni/bin/dhcp"], 1, "is no folder"
        ),
        (["--from", "BUILT", "--to", "/opt/cni/bin/dhcp"], 1, "is no folder"),
        (["--from", "BUILT", "--to", "bin"], 2, "\"bin\" is no path from /"),
        (["--from", "BUILT", "--config", "net.d"], 2, "\"net.d\" is no path from /"),
        (["--from", "BUILT", "--pod-range", "10.0.0.0/8"], 2, "--pod-range goes with --config"),
        (["--from", "BUILT", "--conflist", "podman"], 2, "--conflist goes with --config"),
        (["--uninstall", "--from", "BUILT"], 2, "--uninstall goes with"),
        (["--uninstall", "--replace"], 2, "--uninstall goes with"),
    ]

    /// Ranges that are refused, the list, and what is said.
    static let ranges: [(String, String, String)] = [
        ("martlet", "10.244.3.5/24", "a subnet without host bits, 10.244.3.0/24"),
        ("martlet", "999.1.0.0/24", "\"999.1.0.0/24\" is no range: expected a subnet"),
        ("martlet", "10.244.3.0/33", "\"10.244.3.0/33\" is no range: expected a subnet"),
        ("bridge", "10.244.3.0/31", "expected a subnet with room for a gateway and a pod"),
        ("bridge", "fd00::/64", "\"fd00::/64\" stands where bridge has IPv4"),
        (
            "dual-stack", "10.1.0.0/24,10.2.0.0/24",
            "\"10.2.0.0/24\" stands where dual-stack has IPv6"
        ),
        ("crio", "10.1.0.0/24,fd00::g/64", "\"fd00::g/64\" is no range"),
    ]

    @Test(arguments: ranges)
    func `a range that pods cannot have addresses of is refused`(
        list: String, range: String, text: String
    ) throws {
        let node = try Node()
        let before = try node.picture()
        let answer = try node.install(
            "--from", try Self.built(), "--replace", "--config", "/etc/cni/net.d", "--conflist",
            list, "--pod-range", range)
        #expect(answer.status == 2 && answer.text.contains(text), "\(answer.text)")
        #expect(try node.picture() == before)
    }

    @Test func `killed before any of its commands, it leaves a plugin under each name`() throws {
        let node = try Node()
        let before = try node.picture()
        let words = [
            "--from", try Self.built(), "--replace", "--config", "/etc/cni/net.d",
        ]
        let removal = ["--uninstall", "--config", "/etc/cni/net.d"]
        var kills = 0
        for first in [words, removal] {
            for number in 1... {
                if first == removal {
                    #expect(try node.install(words, killedBefore: .max).status == 0)
                }
                let said = try node.install(first, killedBefore: number)
                #expect(Files.exists("\(node.bin)/bridge") && Files.exists("\(node.bin)/dhcp"))
                if said.status == 0 { break }
                #expect(said.status == 137, "\(said.text)")
                kills += 1
                // Either is a way on.
                if first == words, number % 2 == 0 {
                    #expect(try node.install(words, killedBefore: .max).status == 0)
                }
                #expect(try node.install(removal, killedBefore: .max).status == 0)
                #expect(try node.picture() == before, "killed before command \(number)")
            }
            try node.install(removal, killedBefore: .max)
        }
        #expect(kills > 20)
    }

    @Test(arguments: refusals)
    func `what makes no sense is refused, and nothing is changed`(
        words: [String], status: Int, text: String
    ) throws {
        let node = try Node()
        let before = try node.picture()
        let built = try Self.built()
        let words = words.map { $0 == "BUILT" ? built : $0 }
        let answer = try node.install(words)
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.text.contains(text), "\(answer.text)")
        #expect(try node.picture() == before)
    }

    @Test func `a list that somebody changed is neither overwritten nor removed`() throws {
        let node = try Node()
        let words = ["--from", try Self.built(), "--replace", "--config", "/etc/cni/net.d"]
        try node.install(words)
        try Files.writeAtomically(node.conflist, Array("{ \"name\": \"mine\" }\n".utf8))
        let again = try node.install(words)
        #expect(again.status == 1 && again.text.contains("exists and differs"))
        let removal = try node.install(["--uninstall", "--config", "/etc/cni/net.d"])
        #expect(removal.status == 0 && removal.text.contains("was changed and stays"))
        #expect(Files.exists(node.conflist))
    }
}
