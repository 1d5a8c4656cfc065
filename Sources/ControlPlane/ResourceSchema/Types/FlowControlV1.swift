extension SchemaText {
    /// `flowcontrol.v1`: flow schemas and priority levels.
    static let flowControl = SchemaText(
        "flowcontrol.v1",
        """
        FlowSchema: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= FlowSchemaSpec; status= FlowSchemaStatus
        FlowSchemaSpec: priorityLevelConfiguration*= PriorityLevelConfigurationReference;
            matchingPrecedence= int32; distinguisherMethod? FlowDistinguisherMethod;
            rules [PolicyRulesWithSubjects] atomic
        PriorityLevelConfigurationReference: name*= string
        FlowDistinguisherMethod: type*= string
        PolicyRulesWithSubjects: subjects*= [Subject] atomic;
            resourceRules [ResourcePolicyRule] atomic;
            nonResourceRules [NonResourcePolicyRule] atomic
        Subject: kind*= string; user? UserSubject; group? GroupSubject;
            serviceAccount? ServiceAccountSubject
        UserSubject: name*= string
        GroupSubject: name*= string
        ServiceAccountSubject: namespace*= string; name*= string
        ResourcePolicyRule: verbs*= [string] set; apiGroups*= [string] set;
            resources*= [string] set; clusterScope bool; namespaces= [string] set
        NonResourcePolicyRule: verbs*= [string] set; nonResourceURLs*= [string] set
        FlowSchemaStatus: conditions [FlowSchemaCondition] merge(type) map(type)
        FlowSchemaCondition: type string; status string; lastTransitionTime= time;
            reason string; message string
        PriorityLevelConfiguration: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; spec= PriorityLevelConfigurationSpec;
            status= PriorityLevelConfigurationStatus
        PriorityLevelConfigurationSpec: type*= string;
            limited? LimitedPriorityLevelConfiguration;
            exempt? ExemptPriorityLevelConfiguration
        LimitedPriorityLevelConfiguration: nominalConcurrencyShares?= int32;
            limitResponse= LimitResponse; lendablePercent? int32; borrowingLimitPercent? int32
        LimitResponse: type*= string; queuing? QueuingConfiguration
        QueuingConfiguration: queues= int32; handSize= int32; queueLengthLimit= int32
        ExemptPriorityLevelConfiguration: nominalConcurrencyShares? int32;
            lendablePercent? int32
        PriorityLevelConfigurationStatus:
            conditions [PriorityLevelConfigurationCondition] merge(type) map(type)
        PriorityLevelConfigurationCondition: type string; status string;
            lastTransitionTime= time; reason string; message string
        """)
}
