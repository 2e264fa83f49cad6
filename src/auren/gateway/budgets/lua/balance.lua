-- Gives a budget and its limits.
local now, remembered = whole(ARGV[1]), whole(ARGV[2])
local owner, budget, plan = ARGV[3], ARGV[4], ARGV[5]
sweep(budget, now, remembered)
local m, t = limits_of(owner, plan, ARGV[6], ARGV[7])
return {m, t, unpack(shown(sums_of(budget)))}
