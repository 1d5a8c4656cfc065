extension SchemaText {
    /// `core.v1`: containers.
    static let coreContainers = SchemaText(
        "core.v1",
        """
        Container: name*= string; image string; command [string] atomic; args [string] atomic;
            workingDir string;
            ports [ContainerPort] merge(containerPort) map(containerPort,protocol);
            envFrom [EnvFromSource] atomic; env [EnvVar] merge(name) map(name);
            resources= ResourceRequirements; resizePolicy [ContainerResizePolicy] atomic;
            restartPolicy? string; restartPolicyRules [ContainerRestartRule] atomic;
            volumeMounts [VolumeMount] merge(mountPath) map(mountPath);
            volumeDevices [VolumeDevice] merge(devicePath) map(devicePath);
            livenessProbe? Probe; readinessProbe? Probe; startupProbe? Probe;
            lifecycle? Lifecycle; terminationMessagePath string;
            terminationMessagePolicy string; imagePullPolicy string;
            securityContext? SecurityContext; stdin bool; stdinOnce bool; tty bool
        ContainerPort: name string; hostPort int32; containerPort*= int32; protocol string;
            hostIP string
        EnvFromSource: prefix string; configMapRef? ConfigMapEnvSource;
            secretRef? SecretEnvSource
        ConfigMapEnvSource: name string; optional? bool
        SecretEnvSource: name string; optional? bool
        EnvVar: name*= string; value string; valueFrom? EnvVarSource
        EnvVarSource: fieldRef? ObjectFieldSelector atomic;
            resourceFieldRef? ResourceFieldSelector atomic;
            configMapKeyRef? ConfigMapKeySelector atomic;
            secretKeyRef? SecretKeySelector atomic; fileKeyRef? FileKeySelector atomic
        ConfigMapKeySelector: name string; key*= string; optional? bool
        SecretKeySelector: name string; key*= string; optional? bool
        FileKeySelector: volumeName*= string; path*= string; key*= string; optional? bool
        ResourceRequirements: limits {quantity}; requests {quantity};
            claims [ResourceClaim] map(name)
        ResourceClaim: name*= string; request string
        ContainerResizePolicy: resourceName*= string; restartPolicy*= string
        ContainerRestartRule: action* string; exitCodes? ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes: operator* string; values [int32] set
        VolumeMount: name*= string; readOnly bool; recursiveReadOnly? string;
            mountPath*= string; subPath string; mountPropagation? string; subPathExpr string
        VolumeDevice: name*= string; devicePath*= string
        Probe: exec? ExecAction; httpGet? HTTPGetAction; tcpSocket? TCPSocketAction;
            grpc? GRPCAction; initialDelaySeconds int32; timeoutSeconds int32;
            periodSeconds int32; successThreshold int32; failureThreshold int32;
            terminationGracePeriodSeconds? int64
        ExecAction: command [string] atomic
        HTTPGetAction: path string; port*= intOrString; host string; scheme string;
            httpHeaders [HTTPHeader] atomic
        HTTPHeader: name*= string; value*= string
        TCPSocketAction: port*= intOrString; host string
        GRPCAction: port*= int32; service?= string
        Lifecycle: postStart? LifecycleHandler; preStop? LifecycleHandler; stopSignal? string
        LifecycleHandler: exec? ExecAction; httpGet? HTTPGetAction; tcpSocket? TCPSocketAction;
            sleep? SleepAction
        SleepAction: seconds*= int64
        SecurityContext: capabilities? Capabilities; privileged? bool;
            seLinuxOptions? SELinuxOptions; windowsOptions? WindowsSecurityContextOptions;
            runAsUser? int64; runAsGroup? int64; runAsNonRoot? bool;
            readOnlyRootFilesystem? bool; allowPrivilegeEscalation? bool; procMount? string;
            seccompProfile? SeccompProfile; appArmorProfile? AppArmorProfile
        Capabilities: add [string] atomic; drop [string] atomic
        SELinuxOptions: user string; role string; type string; level string
        WindowsSecurityContextOptions: gmsaCredentialSpecName? string;
            gmsaCredentialSpec? string; runAsUserName? string; hostProcess? bool
        SeccompProfile: type*= string; localhostProfile? string
        AppArmorProfile: type*= string; localhostProfile? string
        EphemeralContainer: name*= string; image string; command [string] atomic;
            args [string] atomic; workingDir string;
            ports [ContainerPort] merge(containerPort) map(containerPort,protocol);
            envFrom [EnvFromSource] atomic; env [EnvVar] merge(name) map(name);
            resources= ResourceRequirements; resizePolicy [ContainerResizePolicy] atomic;
            restartPolicy? string; restartPolicyRules [ContainerRestartRule] atomic;
            volumeMounts [VolumeMount] merge(mountPath) map(mountPath);
            volumeDevices [VolumeDevice] merge(devicePath) map(devicePath);
            livenessProbe? Probe; readinessProbe? Probe; startupProbe? Probe;
            lifecycle? Lifecycle; terminationMessagePath string;
            terminationMessagePolicy string; imagePullPolicy string;
            securityContext? SecurityContext; stdin bool; stdinOnce bool; tty bool;
            targetContainerName string
        """)
}
