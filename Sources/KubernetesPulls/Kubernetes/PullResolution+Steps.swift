public import ImagePullCredentials

extension PullResolution {
  /// A decision between a Pod and its keyring. Complete: there are two lists and their items.
  public enum Step: Sendable, Hashable {
    /// The Pod's own list was read; it has this many items, valid or not.
    case podList(count: Int)
    /// How the ServiceAccount's list is used.
    case serviceAccount(name: String, ServiceAccountUse)
    /// The outcome of an item of a list that counts.
    case reference(Reference)
  }

  /// How the list `imagePullSecrets` of a Pod's ServiceAccount is used, and why.
  ///
  /// More may be added; compare with the constants and have a default for the rest.
  public struct ServiceAccountUse: StableCode {
    /// The stable name, such as `hidden-by-pod-list`.
    public let rawValue: String

    /// The use of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Admission copies it: the Pod is not created yet, and its own list is empty.
    public static let copied = Self(rawValue: "copied")
    /// It follows the Pod's list, with ``Merge/union``.
    public static let appended = Self(rawValue: "appended")
    /// Admission copies nothing: the Pod's own list has an item.
    public static let hiddenByPodList = Self(rawValue: "hidden-by-pod-list")
    /// The Pod passed admission, and its own list shows the result: the ServiceAccount's current
    /// list has no effect until the Pod is created again.
    public static let alreadyAdmitted = Self(rawValue: "already-admitted")
    /// A static Pod, or its mirror: admission does not change those.
    public static let staticPod = Self(rawValue: "static-pod")
    /// It has no items.
    public static let emptyList = Self(rawValue: "empty-list")
    /// The ServiceAccount is not among the objects. The API server rejects a Pod whose
    /// ServiceAccount does not exist.
    public static let notFound = Self(rawValue: "not-found")

    /// All uses of this version.
    public static let allCases = [
      copied, appended, hiddenByPodList, alreadyAdmitted, staticPod, emptyList, notFound,
    ]
  }

  /// An item of a list `imagePullSecrets`, and its outcome.
  public struct Reference: Sendable, Hashable {
    /// The item's list, and its place there.
    public let listPosition: CredentialSource.ListPosition
    /// The item as written.
    public let item: PullSecretReference
    /// Its outcome.
    public let outcome: Outcome
  }

  /// The outcome of an item of a list `imagePullSecrets`. Complete: the kubelet's rule has no
  /// other.
  public enum Outcome: Sendable, Hashable {
    /// The item names no Secret, and is skipped silently.
    case unnamed
    /// The Secret is already listed before: once for ``Merge/union``, and
    /// ``PullResolution/maximumUseCount`` times for ``Merge/admission``.
    case repeated
    /// The Pod's namespace has no such Secret among the objects. The kubelet reports the Event
    /// `FailedToRetrieveImagePullSecret` and continues. See ``KubernetesObjects/secrets(named:)``
    /// for namesakes.
    case missing
    /// The kubelet skips the Secret silently.
    case ignored(Secret.IgnoredReason)
    /// The Secret's entries are in the keyring.
    case read(DockerConfig)
    /// The Secret cannot be decoded: the ``PullResolution/refusal``.
    case malformed(DockerConfig.DecodingError)
    /// The Secret exists, but comes after a malformed one.
    case notReached
  }
}

extension PullResolution {
  /// Every decision, in the order taken: the Pod's list, the ServiceAccount's, then each item of
  /// the lists that count. Explanations use these, and do not apply the rules again.
  ///
  /// - Complexity: O(items of the lists).
  public var steps: [Step] {
    let spec = subject.podSpec
    return [
      .podList(count: spec.imagePullSecrets.count),
      .serviceAccount(name: spec.effectiveServiceAccountName, serviceAccountUse),
    ] + references.map { .reference($0) }
  }

  /// An entry of a Secret that was read and that the keyring skips, since its key is not a URL.
  public struct SkippedEntry: Sendable, Hashable {
    /// The entry.
    public let entry: DockerConfig.Entry
    /// Why its key is not a URL.
    public let error: RegistryPattern.ParseError
  }
}

extension PullResolution.Reference {
  /// The entries of the Secret, if it was read, that the keyring skips.
  public var skippedEntries: [PullResolution.SkippedEntry] {
    guard case .read(let config) = outcome else { return [] }
    return config.entries.compactMap { entry in
      do throws(RegistryPattern.ParseError) {
        _ = try entry.pattern
        return nil
      } catch {
        return PullResolution.SkippedEntry(entry: entry, error: error)
      }
    }
  }
}

extension PullResolution.ServiceAccountUse {
  /// The use in words that follow the list's name.
  public var explanation: String {
    switch self {
    case .copied: "copied to the Pod, whose own list is empty"
    case .appended: "appended to the Pod's list"
    case .hiddenByPodList: "not copied: the Pod's own list is not empty"
    case .alreadyAdmitted: "no longer used: it is copied only when a Pod is made"
    case .staticPod: "not used: static Pods are given none"
    case .emptyList: "empty"
    case .notFound: "not among the objects"
    default: rawValue
    }
  }
}

extension PullResolution.Step: CustomStringConvertible, SafelyDescribed {
  /// A line for a person, without secrets.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch self {
    case .podList(count: 1): "the Pod's own list has 1 item"
    case .podList(let count): "the Pod's own list has \(count) items"
    case .serviceAccount(let name, let use):
      "the list of ServiceAccount \(name: name): \(sentence: use.explanation)"
    case .reference(let reference): reference.safeText
    }
  }
}

extension PullResolution.Reference: CustomStringConvertible, SafelyDescribed {
  /// A line for a person, without secrets.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch item {
    case .named(let name): "\(listPosition): Secret \(name: name) \(outcome)"
    case .unnamed: "\(listPosition): names no Secret"
    case .bareString(let text): "\(listPosition): is a plain string; write `- name: \(name: text)`"
    case .malformed: "\(listPosition): is no object; write `- name: SECRET`"
    case .notAList(let name?):
      "\(listPosition): is not a list; write `- name: \(name: name)`"
    case .notAList(nil): "\(listPosition): is not a list; write `- name: SECRET`"
    }
  }
}

extension PullResolution.Outcome: CustomStringConvertible, SafelyDescribed {
  /// The outcome in words, without secrets.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch self {
    case .unnamed: "has no name"
    case .repeated: "is named before"
    case .missing: "is missing"
    case .ignored(let reason): "is ignored: \(reason)"
    case .read(let config): "is read: \(sentence: config.description)"
    case .malformed(let error): "is malformed: \(sentence: error.description)"
    case .notReached: "is not reached"
    }
  }
}
