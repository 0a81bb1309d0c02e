// Rules, the table of all rules, and their claims.

import ImagePullCredentials
import KubernetesPulls

/// A rule of diagnosis: a row of ``Rule/table``.
///
/// A rule checks a Pod or one of its images and makes claims about subjects: an item of a list, a
/// Secret, a registry key. It does not refer to other rules. ``Diagnosis`` decides which rule gets a
/// subject, and how many findings there are.
struct Rule: Sendable {
  /// The codes of its findings, each with its documentation sentence.
  let codes: KeyValuePairs<Finding.Code, String>
  /// When it applies.
  let condition: Condition
  /// What it finds.
  let find: Find

  /// When a rule applies to an image.
  enum Condition: Sendable {
    case always
    /// Only if no earlier rule found why the pull fails, or may fail.
    case unexplained
  }

  /// What a rule checks.
  enum Find: Sendable {
    /// The Pod: claims that are the same for all images are made once.
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
  /// All rules. The first that claims a subject gets it, so the most decisive rules come first: what
  /// stops every pull, then mistakes in lists and Secrets, in keys, in the credentials themselves, what
  /// is left if none of these explains a failure, and last what is only worth knowing.
  static let table: [Rule] = [
    // What stops every pull, or every Pod.
    imageName, malformedSecret, serviceAccount, imagePolicy, sandboxReport,
    // Reports of the cluster that are not about credentials.
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

/// A claim of a rule about a subject.
struct Claim {
  let code: Finding.Code
  let weight: Weight
  /// Its subject; nil for a remark that leaves the subject to other rules.
  let subject: Subject?
  /// The affected objects besides the Pod, the decisive one first.
  let objects: [Finding.Object]
  /// The affected containers; nil for all containers with the image.
  var containers: [ContainerImage]?
  /// The cluster's messages, one line each.
  let messages: [String]
  let problem: SafeText
  let advice: SafeText
  var command: ShellCommand?
  /// The same in words for every workload with the same cause; nil if these words fit all.
  var shared: Finding.Shared?
  /// The path of the wrong field, in the first object or in the Pod; nil if it follows from the objects.
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

  /// The subject of a claim. The first rule that claims it gets it.
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

  /// The severity of a claim, which may depend on the image.
  enum Weight {
    /// A credential that should be tried is not.
    case absence
    /// A tried credential looks wrong.
    case suspicion
    /// The same for every image.
    case exactly(Finding.Severity)

    /// The severity of the claim without an image.
    var severityWithoutImage: Finding.Severity {
      if case .exactly(let severity) = self { severity } else { .mayFail }
    }
  }
}
