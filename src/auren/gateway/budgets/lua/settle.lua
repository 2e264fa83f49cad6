-- Turns a hold into what was spent, or gives it back; an outcome gives way only to one that knows better.
local now, remembered = whole(ARGV[1]), whole(ARGV[2])
local stage, sm, st, u = whole(ARGV[4]), whole(ARGV[5]), whole(ARGV[6]), whole(ARGV[7])
local hold = current(ARGV[3], now, remembered)
if not hold then return 0 end
if hold.g < stage then become(hold, stage, sm, st, u, now, remembered) end
return 1
