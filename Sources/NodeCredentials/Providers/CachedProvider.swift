import ImagePullCredentials

/// One plugin with the answers that it gave: runs it when none of them is good, and once for all who ask
/// the same at the same time.
actor CachedProvider {
  /// A request for the plugin, and under which ServiceAccount its answer is kept.
  struct Question: Sendable {
    var request: CredentialProviderRequest
    var account: ProviderCache.AccountKey?
  }

  private let plugin: CredentialProviderPlugin
  private let provider: CredentialProviderConfig.Provider
  private let now: @Sendable () -> Double
  private var cache = ProviderCache()
  private var flights: [CredentialProviderRequest: Flight] = [:]
  private var flightCount = 0

  /// A run of the plugin that is under way.
  private struct Flight {
    let number: Int
    let task: Task<Result<DockerConfig, CredentialProviderError>, Never>
    var waiterCount = 0
  }

  init(
    _ provider: CredentialProviderConfig.Provider, plugin: CredentialProviderPlugin,
    now: @escaping @Sendable () -> Double
  ) {
    self.provider = provider
    self.plugin = plugin
    self.now = now
  }

  /// An answer that was kept, or that of a run.
  func ask(_ question: Question) async -> ProviderAnswer {
    let request = question.request
    if let auth = cache.answer(image: request.image, account: question.account, at: now()) {
      return ProviderAnswer(auth: auth, outcome: .cached(credentials: auth.entries.count))
    }
    let flight = join(question)
    let result = await withTaskCancellationHandler {
      await flight.task.value
    } onCancel: {
      Task { await self.leave(flight.number, request) }
    }
    switch result {
    case .success(let auth):
      return ProviderAnswer(auth: auth, outcome: .answered(credentials: auth.entries.count))
    case .failure(let error):
      return ProviderAnswer(auth: DockerConfig(), outcome: .failed(error))
    }
  }

  /// The run that asks the same, begun unless it is under way. The kubelet tells runs apart by the image,
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

  /// Runs the plugin and, before anyone else can ask, keeps its answer and ends the flight.
  private func run(
    _ question: Question, _ number: Int
  ) async -> Result<DockerConfig, CredentialProviderError> {
    let result: Result<DockerConfig, CredentialProviderError>
    do throws(CredentialProviderError) {
      let response = try await plugin.run(question.request)
      try checkEcho(of: question.request.serviceAccountToken, in: response)
      cache.keep(
        response, image: question.request.image, account: question.account,
        defaultDuration: provider.defaultCacheDuration, at: now())
      result = .success(response.auth)
    } catch {
      result = .failure(error)
    }
    if flights[question.request]?.number == number { flights[question.request] = nil }
    return result
  }

  /// One who waited for a run does so no more. Nobody's run is stopped.
  private func leave(_ number: Int, _ request: CredentialProviderRequest) {
    guard var flight = flights[request], flight.number == number else { return }
    flight.waiterCount -= 1
    flights[request] = flight.waiterCount > 0 ? flight : nil
    if flight.waiterCount == 0 { flight.task.cancel() }
  }

  /// Kubernetes: plugin.go, `provide`. The token of one Pod must not be kept for others.
  private func checkEcho(
    of token: String, in response: CredentialProviderResponse
  ) throws(CredentialProviderError) {
    guard !token.isEmpty, provider.tokenAttributes?.cacheType != .token,
      response.auth.entries.contains(where: { $0.revealPassword() == token })
    else { return }
    throw CredentialProviderError(
      .echoedToken, provider: provider.name,
      detail: "the plugin returned the ServiceAccount's token as a password, "
        + "which needs tokenAttributes.cacheType Token")
  }
}

/// What a plugin says about an image, and how it came about.
struct ProviderAnswer: Sendable {
  var auth: DockerConfig
  var outcome: ProviderStep.Outcome
}
