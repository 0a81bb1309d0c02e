import ImagePullCredentials
import KubernetesPulls

/// One plugin with its cached answers. It runs the plugin if no answer is valid, and only once for equal
/// concurrent requests.
actor CachedProvider {
  /// A request for the plugin, and the ServiceAccount under which its answer is cached.
  struct Question: Sendable {
    var request: CredentialProviderRequest
    var account: ProviderCache.AccountKey?
  }

  typealias Answer = Result<DockerConfig, CredentialProviderError>

  private let plugin: CredentialProviderPlugin
  private let provider: CredentialProviderConfig.Provider
  private let now: @Sendable () -> Timestamp
  private var cache = ProviderCache()
  private var flights: [CredentialProviderRequest: Flight] = [:]
  private var flightCount = 0

  /// A run of the plugin that is running or waiting for its turn.
  private struct Flight {
    let number: Int
    let task: Task<Answer, Never>
    var waiterCount = 0
  }

  init(
    _ provider: CredentialProviderConfig.Provider, plugin: CredentialProviderPlugin,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.provider = provider
    self.plugin = plugin
    self.now = now
  }

  /// A cached answer, or that of a run.
  func answer(_ question: Question) async -> (answer: Answer, isKept: Bool) {
    let request = question.request
    if let auth = cache.answer(image: request.image, account: question.account, at: now()) {
      return (.success(auth), isKept: true)
    }
    guard !Task.isCancelled else { return (.failure(.cancelled(provider.name)), isKept: false) }
    let flight = join(question)
    let answer = await withTaskCancellationHandler {
      await flight.task.value
    } onCancel: {
      Task { await self.leave(flight.number, request) }
    }
    return (answer, isKept: false)
  }

  /// The run with the same request; starts it if there is none. The kubelet identifies runs by the image,
  /// the token and the annotations (`generateSingleFlightKey`), which are the request.
  private func join(_ question: Question) -> Flight {
    var flight = flights[question.request] ?? begin(question)
    flight.waiterCount += 1
    flights[question.request] = flight
    return flight
  }

  private func begin(_ question: Question) -> Flight {
    flightCount += 1
    let number = flightCount
    return Flight(number: number, task: Task { await self.run(question, number) })
  }

  /// Runs the plugin, caches its answer and ends the flight, before another request can join.
  private func run(_ question: Question, _ number: Int) async -> Answer {
    let answer: Answer
    do throws(CredentialProviderError) {
      let response = try await plugin.run(question.request)
      try checkEcho(of: question.request.serviceAccountToken, in: response)
      cache.keep(
        response, image: question.request.image, account: question.account,
        defaultDuration: provider.defaultCacheDuration, at: now())
      answer = .success(response.auth)
    } catch {
      answer = .failure(error)
    }
    if flights[question.request]?.number == number { flights[question.request] = nil }
    return answer
  }

  /// Called when a request no longer waits for a run. A run without waiting requests is stopped.
  private func leave(_ number: Int, _ request: CredentialProviderRequest) {
    guard var flight = flights[request], flight.number == number else { return }
    flight.waiterCount -= 1
    flights[request] = flight.waiterCount > 0 ? flight : nil
    if flight.waiterCount == 0 { flight.task.cancel() }
  }

  /// Kubernetes: plugin.go, `provide`. The token of one Pod must not be cached for others.
  private func checkEcho(
    of token: ExactText, in response: CredentialProviderResponse
  ) throws(CredentialProviderError) {
    guard !token.text.isEmpty, provider.tokenAttributes?.cacheType != .token,
      response.auth.entries.contains(where: { ExactText($0.revealPassword()) == token })
    else { return }
    throw CredentialProviderError(
      .echoedToken, provider: provider.name,
      detail: "the plugin returned the ServiceAccount's token as a password, "
        + "which needs tokenAttributes.cacheType Token")
  }
}

/// The valid answers of one plugin. Keys are compared by their bytes.
///
/// Source: `getCachedCredentials` and `provide`, pkg/credentialprovider/plugin/plugin.go.
struct ProviderCache {
  private struct Key: Hashable {
    var scope: Scope
    var account: AccountKey?
  }

  private enum Scope: Hashable {
    case image(ExactText)
    case registry(ExactText)
    case global
  }

  private struct Entry {
    var auth: DockerConfig
    var expiry: Timestamp
  }

  /// The part of a key that comes from the ServiceAccount, if the plugin receives it.
  struct AccountKey: Hashable {
    var namespace: ExactText
    var name: ExactText
    var uid: ExactText
    var annotations: [ExactText: ExactText]
    /// Empty unless answers are cached for one token only.
    var token: ExactText
  }

  /// `cachePurgeInterval` in the kubelet.
  private static let purgeInterval = Duration.seconds(900)

  private var entries: [Key: Entry] = [:]
  private var nextPurge = Timestamp(secondsSince1970: .min)

  /// The answer for an image: under the image, else its registry, else all images.
  mutating func answer(image: ExactText, account: AccountKey?, at now: Timestamp) -> DockerConfig? {
    purge(at: now)
    for scope in [.image(image), .registry(Self.registry(of: image)), .global] as [Scope] {
      let entry = entries[Key(scope: scope, account: account)]
      // An answer is still valid at its expiry: the kubelet checks whether the present time is after it.
      if let entry, now <= entry.expiry { return entry.auth }
    }
    return nil
  }

  /// Caches a response for as long as it or the configuration says.
  mutating func keep(
    _ response: CredentialProviderResponse, image: ExactText, account: AccountKey?,
    defaultDuration: Duration, at now: Timestamp
  ) {
    let duration = response.cacheDuration ?? defaultDuration
    guard duration != .zero else { return }
    let scope: Scope
    switch response.cacheKeyType {
    case .image: scope = .image(image)
    case .registry: scope = .registry(Self.registry(of: image))
    case .global: scope = .global
    }
    entries[Key(scope: scope, account: account)] = Entry(
      auth: response.auth, expiry: now.advanced(by: duration))
  }

  private mutating func purge(at now: Timestamp) {
    guard now > nextPurge else { return }
    entries = entries.filter { now <= $0.value.expiry }
    nextPurge = now.advanced(by: Self.purgeInterval)
  }

  /// The text before the first slash (`parseRegistry`).
  private static func registry(of image: ExactText) -> ExactText {
    ExactText(String(Substring(image.text.utf8.prefix { $0 != UInt8(ascii: "/") })))
  }
}

extension Timestamp {
  /// The second in which `duration` ends, limited to the last representable one.
  fileprivate func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let whole = attoseconds < 0 ? seconds - 1 : seconds
    let (sum, isOver) = secondsSince1970.addingReportingOverflow(whole)
    return Timestamp(secondsSince1970: isOver ? (whole < 0 ? .min : .max) : sum)
  }
}
