public import ImagePullCredentials

/// Whether a Pod may use an image on the node, or the kubelet has to pull it, and why.
public struct ImageAccessDecision: Sendable, Hashable {
  /// The rule that decides.
  public let rule: Rule
  /// The part of the policy or record that the rule matched.
  public let match: Match?
  /// What cannot be read: a file of the records, the image, or the Pod's credentials.
  public let error: String?
  /// The image's record that the kubelet now writes, with new facts about the Pod's Secret; nil if it writes nothing.
  public let changedRecord: ImagePulledRecord?

  /// Whether the kubelet pulls the image. With `imagePullPolicy: Never` the container then fails with
  /// `ErrImageNeverPull`, as if the image were missing.
  public var mustPull: Bool { !Self.allowing.contains(rule) }

  package init(
    _ rule: Rule, match: Match? = nil, error: String? = nil,
    changedRecord: ImagePulledRecord? = nil
  ) {
    self.rule = rule
    self.match = match
    self.error = error
    self.changedRecord = changedRecord
  }

  /// What a rule matched. Complete: a kubelet compares with its allowlist, and with the Secrets and ServiceAccounts of
  /// a record.
  public enum Match: Sendable, Hashable {
    /// The pattern of the allowlist that the image matches.
    case allowlistPattern(String)
    /// A Secret of the Pod, and the one in the record that it matches.
    case secret(PullSecretIdentity, recorded: PullSecretIdentity)
    /// The Pod's ServiceAccount, which is in the record.
    case serviceAccount(PullIdentity)
  }
}

extension ImageAccessDecision {
  /// The rules in the kubelet's order (pkg/kubelet/images/pullmanager/image_pull_manager.go, `MustAttemptImagePull`).
  ///
  /// More may be added; compare with the constants and have a default for the rest.
  public struct Rule: StableCode {
    /// The stable name, such as `same-credential`.
    public let rawValue: String

    /// The rule of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The feature gate is off: an image on the node may be used.
    public static let gateOff = Self(rawValue: "gate-off")
    /// The image is not on the node: pull.
    public static let imageAbsent = Self(rawValue: "image-absent")
    /// The image's record cannot be read: pull, whatever the policy.
    public static let recordUnreadable = Self(rawValue: "record-unreadable")
    /// The intent to pull the image cannot be read: pull, whatever the policy.
    public static let intentUnreadable = Self(rawValue: "intent-unreadable")
    /// No image is verified.
    public static let neverVerify = Self(rawValue: "never-verify")
    /// The kubelet has not pulled the image, and such images are not verified.
    public static let preloaded = Self(rawValue: "preloaded")
    /// The image is on the allowlist.
    public static let allowlisted = Self(rawValue: "allowlisted")
    /// There is no record of the image: pull.
    public static let notRecorded = Self(rawValue: "not-recorded")
    /// The image is not a reference: pull, which fails.
    public static let invalidImage = Self(rawValue: "invalid-image")
    /// The image is recorded, but not under this name: pull.
    public static let nameNotRecorded = Self(rawValue: "name-not-recorded")
    /// It was pulled without a credential, or with the node's: all Pods may use it.
    public static let nodeAccessible = Self(rawValue: "node-accessible")
    /// The record has no Secret and no ServiceAccount, or no image name: pull.
    public static let nobodyRecorded = Self(rawValue: "nobody-recorded")
    /// The look-up of the Pod's credentials fails: the container fails with that error.
    public static let credentialsUnavailable = Self(rawValue: "credentials-unavailable")
    /// A Secret of the Pod has the credential with which the image was pulled.
    public static let sameCredential = Self(rawValue: "same-credential")
    /// A Secret of the Pod pulled the image, when it had other content.
    public static let sameSecret = Self(rawValue: "same-secret")
    /// The image was pulled for the Pod's ServiceAccount.
    public static let sameServiceAccount = Self(rawValue: "same-service-account")
    /// The image was pulled only with others' credentials: pull.
    public static let notAmongRecorded = Self(rawValue: "not-among-recorded")

    /// All rules of this version.
    public static let allCases = [
      gateOff, imageAbsent, recordUnreadable, intentUnreadable, neverVerify, preloaded, allowlisted,
      notRecorded, invalidImage, nameNotRecorded, nodeAccessible, nobodyRecorded,
      credentialsUnavailable, sameCredential, sameSecret, sameServiceAccount, notAmongRecorded,
    ]
  }

  private static let allowing: Set<Rule> = [
    .gateOff, .neverVerify, .preloaded, .allowlisted, .nodeAccessible, .sameCredential, .sameSecret,
    .sameServiceAccount,
  ]

  /// The label `result` under which the kubelet counts the decision in its metric
  /// `kubelet_imagemanager_image_mustpull_checks_total`; nil if it does not count the decision.
  public var metricResult: String? {
    switch rule {
    case .neverVerify, .preloaded, .allowlisted: "credentialPolicyAllowed"
    case .nodeAccessible, .sameCredential, .sameSecret, .sameServiceAccount:
      "credentialRecordFound"
    case .notRecorded, .nameNotRecorded, .nobodyRecorded, .notAmongRecorded: "mustAuthenticate"
    case .recordUnreadable, .intentUnreadable, .invalidImage, .credentialsUnavailable: "error"
    default: nil
    }
  }
}

extension ImageAccessDecision.Rule {
  /// The rule's reason, in a few words that follow "because".
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
    case .invalidImage: "the image is not a reference"
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
