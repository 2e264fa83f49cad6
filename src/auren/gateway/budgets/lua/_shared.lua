-- What the scripts of the ledger share. KEYS[1] is the prefix of all keys; its hash tag keeps them in one slot.
-- Sums are whole numbers below 2^53, up to which Lua counts exactly; they are written with %.0f, never as 1e+15.
--
--   b:BUDGET   hash   sums of a budget: hm ht held, sm st spent, um ut uncertain; m money, t tokens
--   e:BUDGET   zset   its open holds by expiry
--   h:ID       hash   a hold: s owner, p o its two budgets, m t its bound, x expiry, g stage, sm st what it settled at, u uncertain
--   s:OWNER    zset   what is kept of a person ("b:…", "h:…"), by when it may be dropped
--   l:OWNER    hash   limits that replaced those of plans
--   a:OWNER    set    numbers of the changes that were of a person
--   audit, payloads   the chain of changes, and what was changed

local UNSENT, SENT, EXPIRED, RELEASED, AT_BOUND, SETTLED = 0, 1, 2, 3, 4, 5
local SUMS = {'hm', 'ht', 'sm', 'st', 'um', 'ut'}
local MOST = 9007199254740991

local function key(kind, name) return KEYS[1] .. ':' .. kind .. ':' .. name end

local function text(number) return string.format('%.0f', number) end

local function whole(value)
  local number = tonumber(value)
  if not number or number % 1 ~= 0 or number > MOST or number < -MOST then error('CORRUPTED') end
  return number
end

-- Lengthens a key's life; never shortens it.
local function keep(name, ms)
  if redis.call('PTTL', name) < ms then redis.call('PEXPIRE', name, text(ms)) end
end

local function hold_of(id)
  local found = redis.call('HMGET', key('h', id), 's', 'p', 'o', 'x', 'm', 't', 'g', 'sm', 'st', 'u')
  if not found[1] and redis.call('EXISTS', key('h', id)) == 0 then return nil end
  for part = 1, 3 do if not found[part] then error('CORRUPTED') end end
  return {
    id = id, s = found[1], p = found[2], o = found[3], x = whole(found[4]), m = whole(found[5]), t = whole(found[6]),
    g = whole(found[7]), sm = whole(found[8]), st = whole(found[9]), u = whole(found[10]),
  }
end

local function counts(hold)
  if hold.g < EXPIRED then return {hold.m, hold.t, 0, 0, 0, 0} end
  return {0, 0, hold.sm, hold.st, hold.u * hold.sm, hold.u * hold.st}
end

local function sums_of(budget)
  local found = redis.call('HMGET', key('b', budget), unpack(SUMS))
  if not found[1] and redis.call('EXISTS', key('b', budget)) == 0 then return nil end
  for part = 1, #SUMS do found[part] = whole(found[part]) end
  return found
end

-- Gives what to write so that a budget counts `after` in place of `before`; nothing where the budget is gone.
local function counted(budget, before, after)
  local sums = sums_of(budget)
  if not sums then return nil end
  local fields = {}
  for part, name in ipairs(SUMS) do
    fields[#fields + 1] = name
    fields[#fields + 1] = text(whole(sums[part] - before[part] + after[part]))
  end
  return fields
end

-- Moves a hold to a stage, in itself and in both budgets. All that can fail comes before the first write.
local function become(hold, stage, sm, st, u, now, remembered)
  local before, was_open = counts(hold), hold.g < EXPIRED
  hold.g, hold.sm, hold.st, hold.u = stage, sm, st, u
  local after, changes = counts(hold), {}
  for _, budget in ipairs({hold.p, hold.o}) do changes[budget] = counted(budget, before, after) end
  for budget, fields in pairs(changes) do redis.call('HSET', key('b', budget), unpack(fields)) end
  redis.call('HSET', key('h', hold.id), 'g', text(stage), 'sm', text(sm), 'st', text(st), 'u', text(u))
  if was_open and stage >= EXPIRED then
    redis.call('ZREM', key('e', hold.p), hold.id)
    redis.call('ZREM', key('e', hold.o), hold.id)
    local until_ = math.max(hold.x, now) + remembered
    redis.call('PEXPIRE', key('h', hold.id), text(math.ceil((until_ - now) / 1000)))
    redis.call('ZADD', key('s', hold.s), 'XX', text(until_), 'h:' .. hold.id)
  end
end

local function expire(hold, now, remembered)
  if hold.g == UNSENT then become(hold, EXPIRED, 0, 0, 0, now, remembered)
  elseif hold.g == SENT then become(hold, EXPIRED, hold.m, hold.t, 1, now, remembered) end
end

-- Ends the holds of a budget that have expired.
local function sweep(budget, now, remembered)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('e', budget), '-inf', text(now))) do
    local hold = hold_of(id)
    if hold then expire(hold, now, remembered) else redis.call('ZREM', key('e', budget), id) end
  end
end

-- Gives a hold after what has expired beside it was ended; nothing where there is none.
local function current(id, now, remembered)
  local hold = hold_of(id)
  if not hold then return nil end
  sweep(hold.p, now, remembered)
  sweep(hold.o, now, remembered)
  return hold_of(id)
end

-- Gives limits of money and tokens as text, "-" for none: the plan's own unless they were replaced.
local function limits_of(owner, plan, money, tokens)
  local replaced = redis.call('HGET', key('l', owner), plan)
  if not replaced then return money, tokens end
  local m, t = string.match(replaced, '^([%d-]+) ([%d-]+)$')
  if not m then error('CORRUPTED') end
  return m, t
end

local function shown(sums)
  local found = {}
  for part = 1, #SUMS do found[part] = text(sums and sums[part] or 0) end
  return found
end
