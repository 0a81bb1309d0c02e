// What a rule is, the table of all rules, and what rules claim.

import ImagePullCredentials
import KubernetesPulls

/// A rule of diagnosis: a row of ``Rule/table``.
///
/// A rule looks at a Pod or at one of its images and says what it finds about subjects: an item of a
/// list, a Secret, a registry key. It knows no other rule. Which of several rules speaks about a
/// subject, and how many findings there are, is decided in ``Diagnosis``.
struct Rule: Sendable {
  /// The codes of its findings, each with the sentence that documents it.
  let codes: KeyValuePairs<Finding.Code, String>
  /// When it applies.
  let condition: Condition
  /// What it finds.
  let find: Find

  /// When a rule applies to an image.
  enum Condition: Sendable {
    case always
    /// Only where no rule before has found why the pull fails, or may fail.
    case unexplained
  }

  /// What a rule looks at.
  enum Find: Sendable {
    /// The Pod: what is the same for all images is found once.
    case pod(@Sendable (PodContext) -> [Claim])
    /// One image.
    case image(@Sendable (ImageContext) -> [Claim])
  }

  /// A rule about a Pod.
  static func pod(
    _ codes: KeyValuePairs<Finding.Code, String>, when condition: Condition = .always,
    find: @escaping @Sendable (PodContext) -> [Claim]
  ) -> Rule {
    Rule(codes: codes, condition: condition, find: .pod(find))
  }

  /// A rule about an image.
  static func image(
    _ codes: KeyValuePairs<Finding.Code, String>, when condition: Condition = .always,
    find: @escaping @Sendable (ImageContext) -> [Claim]
  ) -> Rule {
    Rule(codes: codes, condition: condition, find: .image(find))
  }
}

extension Rule {
  /// All rules. The first that speaks about a subject has it, so that their order is that of
  /// decisiveness: what stops every pull, what is wrong with lists and Secrets, what with keys, what
  /// with the credentials themselves, what is left when none of these explains a failure, and last
  /// what is only worth knowing.
  static let table: [Rule] = [
    // What stops every pull, or every Pod.
    imageName, malformedSecret, serviceAccount, imagePolicy, sandboxReport,
    // What the cluster said that is not about credentials.
    nodeReport, registryReport, networkReport, unknownRepository,
    // Lists and Secrets.
    malformedReference, staticPod, secretMakerFailing, externalSecretType, missingSecret,
    secretType, credentialHelper,
    secretContent, identityToken, serviceAccountList, otherServiceAccount,
    // Keys.
    dockerHubAlias, dockerHubOnly, flawedKey, nearMiss,
    // Credentials.
    expiredToken, password, authField, externalSecretRefresh,
    // What is left.
    staleRefusal, nodeCredentials, absence, refusedReport, unsaidReport,
    // Remarks.
    secretWasMissing, dockerHubFallback, strayKey, expiringToken, matchOrder, prefixBoundary,
    cachedImage, externalSecretUnused,
    unusedAccountSecret,
  ]
}

/// What a rule says about a subject.
struct Claim {
  let code: Finding.Code
  let weight: Weight
  /// What it is about; nil for a remark that leaves the subject to others.
  let subject: Subject?
  /// The objects concerned besides the Pod, the decisive one first.
  let objects: [Finding.Object]
  /// What in the Pod it is about; nil for all that has the image.
  var containers: [ContainerImage]?
  /// What the cluster said, one line each.
  let messages: [String]
  let problem: SafeText
  let advice: SafeText
  var command: ShellCommand?
  /// The same in words that fit every workload with the same cause; nil if these do.
  var shared: Finding.Shared?
  /// The path of the field that is wrong, in the first of the objects or in the Pod; nil if that follows
  /// from the objects.
  var field: String?

  init(
    _ code: Finding.Code, _ weight: Weight, about subject: Subject?,
    _ objects: [Finding.Object] = [], containers: [ContainerImage]? = nil,
    messages: [String] = [], problem: SafeText, advice: SafeText, command: ShellCommand? = nil,
    shared: Finding.Shared? = nil
  ) {
    self.code = code
    self.weight = weight
    self.subject = subject
    self.objects = objects
    self.containers = containers
    self.messages = messages
    self.problem = problem
    self.advice = advice
    self.command = command
    self.shared = shared
  }

  /// What a claim is about. The first rule that speaks about a subject has it.
  enum Subject: Hashable {
    /// An item of a list `imagePullSecrets`.
    case item(CredentialSource.ListPosition)
    /// A Secret of the Pod's namespace.
    case secretNamed(ExactText)
    /// A registry key of a Secret.
    case keyNamed(secret: ExactText, key: ExactText)
    /// The lists of Pod and ServiceAccount as a whole.
    case lists
    /// The ServiceAccount.
    case serviceAccount
    /// The image.
    case image

    /// A Secret of the Pod's namespace.
    static func secret(_ name: String) -> Subject { .secretNamed(ExactText(name)) }

    /// A registry key of a Secret.
    static func key(secret name: String, key: String) -> Subject {
      .keyNamed(secret: ExactText(name), key: ExactText(key))
    }
  }

  /// How much a claim matters, which may depend on the image.
  enum Weight {
    /// A credential is not tried which should be.
    case absence
    /// A credential that is tried looks wrong.
    case suspicion
    /// As much for every image.
    case exactly(Finding.Severity)

    /// How much the claim matters where no image says.
    var severityWithoutImage: Finding.Severity {
      if case .exactly(let severity) = self { severity } else { .mayFail }
    }
  }
}
