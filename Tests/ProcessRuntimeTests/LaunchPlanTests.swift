import ContainerRuntime
import LinuxSystem
import ProcessRuntime
import Testing

/// What a container's shim is told.
@Suite struct LaunchPlanTests {
    private func plan(
        _ change: (inout ContainerConfiguration, inout ImageFolder.Image) -> Void
    ) -> LaunchPlan {
        var container = ContainerConfiguration(
            name: "main", attempt: 0, image: "web", logPath: "main/0.log")
        var image = ImageFolder.Image(name: "web")
        image.command = ["serve"]
        image.arguments = ["--all"]
        image.environment = ["MODE=image", "PATH=/app/bin:/bin"]
        change(&container, &image)
        let sandbox = SandboxConfiguration(
            namespace: "default", name: "web", uid: "1", hostname: "web-0", logDirectory: "/logs",
            resolverFile: ResolverFile(servers: ["10.96.0.10"]))
        return LaunchPlan(
            container: container, sandbox: sandbox, image: image, folder: "/state/s")
    }

    @Test(arguments: [
        ([], [], ["serve", "--all"]), ([], ["-x"], ["serve", "-x"]), (["sh"], [], ["sh"]),
        (["sh"], ["-c", "true"], ["sh", "-c", "true"]),
    ])
    func `commands and arguments stand in for the image's`(
        _ command: [String], _ arguments: [String], _ result: [String]
    ) {
        let plan = plan { container, _ in
            container.command = command
            container.arguments = arguments
        }
        #expect(plan.command == result)
    }

    @Test func `each variable is there once, with what was said last`() {
        let plan = plan { container, _ in
            container.environment = [("MODE", "pod"), ("A", "1=2"), ("MODE", "last")]
        }
        #expect(
            plan.environment == [
                "PATH=/app/bin:/bin", "HOME=/root", "HOSTNAME=web-0", "MODE=last", "A=1=2",
            ])
    }

    @Test func `outer mounts are made before those in them`() {
        let plan = plan { container, _ in
            container.mounts = [
                .init(containerPath: "/data/deep/er", hostPath: "/c"),
                .init(containerPath: "/data", hostPath: "/a", isReadOnly: true),
                .init(containerPath: "/etc/hosts", hostPath: "/h"),
            ]
        }
        #expect(
            plan.mounts.map(\.target) == [
                "/etc/hostname", "/etc/resolv.conf", "/dev/shm", "/data", "/etc/hosts",
                "/data/deep/er",
            ])
        #expect(plan.mounts.first { $0.target == "/data" }?.isReadOnly == true)
    }

    @Test func `who it runs as is handed on`() {
        let plan = plan { container, _ in
            container.security.user = 1000
            container.security.supplementalGroups = [5, -1]
            container.security.allowsPrivilegeEscalation = false
            container.limits.oomScoreAdjustment = 900
        }
        #expect(plan.launch.user == 1000 && plan.launch.groups == [5])
        #expect(plan.launch.gainsNoPrivileges && plan.launch.oomScoreAdjustment == 900)
    }

    @Test(arguments: [
        ("TERM", 15), ("SIGINT", 2), ("sigquit", 3), ("9", 9), ("RTMIN+3", 37), ("", 15),
        ("nonsense", 15), ("RTMAX+9", 15), ("99999", 15),
    ])
    func `stop signals have names and numbers`(_ text: String, _ number: Int32) {
        #expect(StopSignal(text).signal.rawValue == number)
    }
}
