extension ImageAccessDecision.Rule {
  /// What the rule found, in a few words to go on from "because".
  public var explanation: String {
    switch self {
    case .gateOff: "the kubelet verifies no image: the feature gate is off"
    case .imageAbsent: "the image is not on the node"
    case .recordUnreadable: "the kubelet cannot read its record of the image"
    case .intentUnreadable: "the kubelet cannot read its note that it is pulling the image"
    case .neverVerify: "the policy is to verify no image"
    case .preloaded: "the kubelet did not pull it, and the policy is to verify no such image"
    case .allowlisted: "it is on the allowlist"
    case .notRecorded: "the kubelet has no record of who may use it"
    case .invalidImage: "the image is no reference"
    case .nameNotRecorded: "the kubelet has pulled it under other names only"
    case .nodeAccessible: "it was pulled without a credential, or with the node's own"
    case .nobodyRecorded:
      "the kubelet recorded nobody who may use it, as after a pull whose end it missed"
    case .credentialsUnavailable: "the Pod's credentials cannot be looked up"
    case .sameCredential: "a Secret of the Pod has the credential that pulled it"
    case .sameSecret: "a Secret of the Pod pulled it, with other content than now"
    case .sameServiceAccount: "it was pulled for the Pod's ServiceAccount"
    case .notAmongRecorded: "it was pulled with the credentials of others only"
    default: rawValue
    }
  }
}
