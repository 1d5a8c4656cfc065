import ContainerRuntime
import ContainerShim

/// What a container's shim is told, from what the pod says and the image has. Pure.
package struct LaunchPlan {
    package var container: ContainerConfiguration
    package var sandbox: SandboxConfiguration
    package var image: ImageFolder.Image
    /// The sandbox's folder.
    package var folder: String

    package init(
        container: ContainerConfiguration, sandbox: SandboxConfiguration,
        image: ImageFolder.Image, folder: String
    ) {
        self.container = container
        self.sandbox = sandbox
        self.image = image
        self.folder = folder
    }

    /// The image's command, unless the pod has one; arguments go with the command they are of.
    package var command: [String] {
        if !container.command.isEmpty { return container.command + container.arguments }
        return image.command
            + (container.arguments.isEmpty ? image.arguments : container.arguments)
    }

    /// Each name once, with what was said of it last.
    package var environment: [String] {
        var entries = [
            "PATH=\(NetworkPlugins.machinePath)", "HOME=/root", "HOSTNAME=\(sandbox.hostname)",
        ]
        if container.hasTerminal { entries.append("TERM=xterm") }
        entries += image.environment
        entries += container.environment.map { "\($0.name)=\($0.value)" }
        var values: [Substring: String] = [:]
        var order: [Substring] = []
        for entry in entries {
            let name = entry.prefix { $0 != "=" }
            if values.updateValue(entry, forKey: name) == nil { order.append(name) }
        }
        return order.compactMap { values[$0] }
    }

    /// What every container of the pod has, then the container's own, outer ones first.
    package var mounts: [ContainerLaunch.Mount] {
        var mounts = [
            ContainerLaunch.Mount(source: "\(folder)/hostname", target: "/etc/hostname")
        ]
        if !sandbox.resolverFile.text.isEmpty {
            mounts.append(.init(source: "\(folder)/resolv.conf", target: "/etc/resolv.conf"))
        }
        if !container.security.isPrivileged {
            mounts.append(.init(source: "\(folder)/shm", target: "/dev/shm"))
        }
        let depths = container.mounts.enumerated().map { index, mount in
            (depth: mount.containerPath.split(separator: "/").count, index: index, mount: mount)
        }
        for entry in depths.sorted(by: { ($0.depth, $0.index) < ($1.depth, $1.index) }) {
            mounts.append(
                .init(
                    source: entry.mount.hostPath, target: entry.mount.containerPath,
                    isReadOnly: entry.mount.isReadOnly))
        }
        return mounts
    }

    package var launch: ContainerLaunch {
        let security = container.security
        var launch = ContainerLaunch(root: image.root, command: command)
        launch.environment = environment
        launch.directory = container.workingDirectory
        launch.hostname = sandbox.hostname
        launch.mounts = mounts
        launch.hasInput = container.hasStandardInput
        launch.closesInputAfterFirst = container.closesStandardInputAfterFirst
        launch.hasTerminal = container.hasTerminal
        launch.user = security.user.flatMap(UInt32.init(exactly:))
        launch.group = security.group.flatMap(UInt32.init(exactly:))
        launch.groups = security.supplementalGroups.compactMap(UInt32.init(exactly:))
        launch.isPrivileged = security.isPrivileged
        launch.isRootReadOnly = security.hasReadOnlyRoot
        launch.gainsNoPrivileges = !security.allowsPrivilegeEscalation
        launch.seesMachineProcesses = sandbox.isHostPID
        launch.oomScoreAdjustment = container.limits.oomScoreAdjustment
        return launch
    }
}
