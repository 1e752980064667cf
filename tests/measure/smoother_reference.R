# Reference numbers of tests/measure/state_reference_test.cpp, from R's own Nile series and R's own smoother:
#   Rscript tests/measure/smoother_reference.R        (R 4.2, package stats only)
# R starts a state with a large finite variance P, we with an exactly diffuse one. A smoothed state is
# m + c / P + O(1 / P^2), so the limit is taken from two runs: 2 m(2 P) - m(P). The first numbers are those of
# StructTS's own estimate.
smooth <- function(y, T, Z, V, h, P) {
  n <- length(Z)
  model <- list(T = T, Z = Z, V = V, h = h, a = c(y[1], rep(0, n - 1)), P = diag(P, n), Pn = diag(P, n))
  s <- KalmanSmooth(y, model, nit = -1L)
  list(level = s$smooth[, 1], variance = s$var[, 1, 1], slope = if (n > 1) s$smooth[, 2])
}
limit <- function(y, T, Z, V, h, P) {
  a <- smooth(y, T, Z, V, h, P); b <- smooth(y, T, Z, V, h, 2 * P)
  Map(function(p, q) if (is.null(p)) NULL else 2 * q - p, a, b)
}
at <- c(1, 2, 10, 25, 30, 40, 70, 99, 100)
show <- function(name, s) for (t in at)
  cat(sprintf("{%s, %d, %.8f, %.6f, %.8f},\n", name, t - 1, s$level[t], s$variance[t], if (is.null(s$slope)) 0 else s$slope[t]))

level <- StructTS(Nile, type = "level")$coef
cat(sprintf("StructTS: level %.4f, epsilon %.4f\n", level["level"], level["epsilon"]))
y <- as.numeric(Nile)
holes <- y; holes[21:40] <- NA
one <- matrix(1)
show("kLevel", limit(y, one, 1, matrix(1469.18), 15098.5, 1e8))
show("kHoles", limit(holes, one, 1, matrix(1469.18), 15098.5, 1e8))
show("kTrend", limit(y, matrix(c(1, 0, 1, 1), 2), c(1, 0), diag(c(1400, 12)), 15000, 1e8))
